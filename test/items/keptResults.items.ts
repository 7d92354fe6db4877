import { expect, it } from 'vitest';
import { openIdempotencyStore } from '../../nodes/Decart/operation/idempotency';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { keptImage } from '../support/keptImage';
import { threadTime } from './threadTime';

const RESULTS = 100_000;
const credential = { apiKey: 'dct_0123456789abcdef', baseUrl: 'http://127.0.0.1:9' };

it(`keeping one of ${RESULTS} results takes less than a millisecond, and counting them no time`, async () => {
	await inNode(credential, async ({ functions }) => {
		const store = openIdempotencyStore(functions);
		const startedAt = threadTime();
		for (let number = 0; number < RESULTS; number += 1)
			store.entry(number, [`file-${number}`]).keepResult(keptImage(number));
		const keptAt = threadTime();
		const counts = store.count();
		const [keepMs, countMs] = [(keptAt - startedAt) / RESULTS, threadTime() - keptAt];
		console.log(`${keepMs.toFixed(3)} ms to keep one, ${countMs.toFixed(1)} ms to count all`);
		expect(counts.results).toBe(RESULTS);
		expect(keepMs).toBeLessThan(1);
		expect(countMs).toBeLessThan(5);
		await Promise.resolve();
	});
});
