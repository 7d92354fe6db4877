import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { listenToLog } from '../../scripts/engine/logListener';
import { formatFigures } from '../../scripts/storm/figures';
import { findProblems } from '../../scripts/storm/problems';
import { runStorm, STORM, type Aftermath } from '../../scripts/storm/run';

/** Another one may be chosen: `STORM_SEED=7 npx vitest run test/faults/storm.test.ts`. */
const SEED = Number(process.env.STORM_SEED ?? 20_260_801);

let log: string[];
let closeStore: () => Promise<void>;
beforeAll(async () => {
	closeStore = await openBinaryStore('filesystem');
	log = await listenToLog();
});
afterAll(async () => await closeStore());

describe(`a storm of every fault, with seed ${SEED}`, () => {
	it('leaves 500 outcomes in order, none paid twice, and nothing paid that is neither delivered nor named', async () => {
		let over: Aftermath | undefined;
		await runStorm(SEED, log, STORM, async (aftermath) => {
			over = aftermath;
			process.stdout.write(`    ${formatFigures(aftermath)}\n`);
			expect(await findProblems(aftermath), `seed ${SEED}`).toEqual([]);
		});
		// There were faults enough, and there was something to lose.
		expect(over?.items).toHaveLength(500);
		expect(Object.keys(over?.faults ?? {}).length).toBeGreaterThan(25);
		expect(over?.items.filter(({ billed }) => billed.length > 0).length).toBeGreaterThan(400);
		expect(over?.items.filter(({ sha256 }) => sha256 !== undefined).length).toBeGreaterThan(300);
	}, 300_000);
});
