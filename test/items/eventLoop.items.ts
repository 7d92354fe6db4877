import type { INodeParameters } from 'n8n-workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { runDecart } from '../../scripts/engine/runDecart';
import { watchExecute } from './watchExecute';

/** `EVENT_LOOP_ITEMS=10000 npm run test:items` for a shorter run. */
const ITEMS = Number(process.env.EVENT_LOOP_ITEMS ?? 100_000);
const LONGEST_MS = 50;

/** Nothing is sent: an item without a job ID is refused, and one such item stops a run. */
const PARAMETERS: INodeParameters = {
	resource: 'job',
	operation: 'wait',
	jobId: '={{ $json.jobId }}',
	options: { maxRetries: '={{ 1 + 1 }}', fileName: '={{ "result-" + $json.number }}' },
};

const credential = { apiKey: 'dct_0123456789abcdef', baseUrl: 'http://127.0.0.1:9' };
const items = (count: number, jobId: (index: number) => string) =>
	Array.from({ length: count }, (_, number) => ({ json: { number, jobId: jobId(number) } }));

// n8n loads its evaluation of expressions when it meets the first one.
beforeAll(async () => {
	const node = { onError: 'continueRegularOutput' } as const;
	await runDecart({ parameters: PARAMETERS, items: items(100, () => ''), credential, node });
});

describe(`${ITEMS} items, each with two expressions in its options`, { timeout: 1_800_000 }, () => {
	it.each([
		['as failed items', 'continueRegularOutput', () => ''],
		['by the error output', 'continueErrorOutput', () => ''],
		[
			'as one error, of the last item',
			'stopWorkflow',
			(index: number) => (index === ITEMS - 1 ? '' : 'job'),
		],
	] as const)(
		`leave n8n answering, at most ${LONGEST_MS} ms at a time: %s`,
		async (_how, onError, jobId) => {
			const watch = await watchExecute();
			const { error } = await runDecart({
				parameters: PARAMETERS,
				items: items(ITEMS, jobId),
				credential,
				node: { onError },
			});
			const { longestMs, totalMs } = watch.end();
			expect(error === undefined).toBe(onError !== 'stopWorkflow');
			console.log(`${onError}: at most ${longestMs.toFixed(1)} ms of ${(totalMs / 1000).toFixed(1)} s`);
			expect(longestMs).toBeLessThan(LONGEST_MS);
		},
	);
});
