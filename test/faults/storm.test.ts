import { beforeAll, describe, expect, it } from 'vitest';
import { listenToLog } from '../../scripts/engine/logListener';
import { formatFigures } from '../../scripts/storm/figures';
import { findProblems } from '../../scripts/storm/problems';
import { runStorm, SMALL_STORM, STORM, type Aftermath } from '../../scripts/storm/runStorm';
import { isFullRun } from '../support/fullRun';
import { useBinaryStore } from '../support/operations';

/** Another one may be chosen: `STORM_SEED=7 npx vitest run test/faults/storm.test.ts`. */
const SEED = Number(process.env.STORM_SEED ?? 20_260_801);

/** How much there is of it, of which some is lost to faults that nothing can mend. */
const { size, least } = isFullRun
	? { size: STORM, least: { kinds: 26, billed: 401, delivered: 301 } }
	: { size: SMALL_STORM, least: { kinds: 13, billed: 61, delivered: 31 } };
const count = size.images + size.videos;

let log: string[];
useBinaryStore();
beforeAll(async () => {
	log = await listenToLog();
});

describe(`a storm of every fault, with seed ${SEED}`, () => {
	it(`leaves ${count} outcomes in order, none paid twice, and nothing paid that is neither delivered nor named`, async () => {
		let over: Aftermath | undefined;
		await runStorm(SEED, log, size, async (aftermath) => {
			over = aftermath;
			process.stdout.write(`    ${formatFigures(aftermath)}\n`);
			expect(await findProblems(aftermath), `seed ${SEED}`).toEqual([]);
		});
		// There were faults enough, and there was something to lose.
		const { items = [], faults = {} } = over ?? {};
		expect(items).toHaveLength(count);
		expect(Object.keys(faults).length).toBeGreaterThanOrEqual(least.kinds);
		expect(items.filter(({ billed }) => billed.length > 0).length).toBeGreaterThanOrEqual(least.billed);
		expect(items.filter(({ sha256 }) => sha256 !== undefined).length).toBeGreaterThanOrEqual(
			least.delivered,
		);
	}, 300_000);
});
