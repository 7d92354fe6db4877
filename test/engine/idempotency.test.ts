import '../../scripts/engine/environment';
import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { openIdempotencyStore, type IdempotencyStore } from '../../nodes/Decart/operation/idempotency';
import { DecartError } from '../../nodes/Decart/transport/errors';
import { inNode } from '../../scripts/engine/nodeFunctions';

const credential = { apiKey: 'dct_0123456789abcdef', baseUrl: 'http://127.0.0.1:1' };
const LOST = new DecartError('OUTCOME_UNKNOWN', 'The connection was lost');

/** One try of a node in n8n's engine, with what an earlier one has left in the execution's data. */
async function attempt<T>(
	saved: IDataObject,
	use: (store: IdempotencyStore) => T,
	executionId: string = randomUUID(),
): Promise<{ value: T; saved: IDataObject }> {
	return await inNode(
		credential,
		async ({ functions }) => {
			const context = functions.getContext('node');
			Object.assign(context, saved);
			const value = use(openIdempotencyStore(functions));
			return await Promise.resolve({ value, saved: asSaved(context) });
		},
		{ executionId },
	);
}

/** As n8n saves it with an execution. */
function asSaved(context: ReturnType<IExecuteFunctions['getContext']>): IDataObject {
	return JSON.parse(JSON.stringify(context)) as IDataObject;
}

const RESULT = {
	json: { model: 'lucy-image-2', seed: 7, fileName: 'a.png' },
	file: { data: 'filesystem-v2', mimeType: 'image/png', id: 'filesystem-v2:a', fileName: 'a.png' },
};

describe('what a try has obtained', () => {
	it('is known to the next try', async () => {
		const { saved } = await attempt({}, (store) => {
			store.entry(0).keepResult(RESULT);
			store.entry(1).keepJob({ jobId: 'job_1', source: 'b.mp4', inputs: { seed: 1 } });
			store.close(true);
		});
		const { value } = await attempt(saved, (store) => ({
			result: store.entry(0).result,
			job: store.entry(1).job,
			other: store.entry(2).isObtained,
			counts: store.count(),
		}));
		expect(value).toEqual({
			result: RESULT,
			job: { jobId: 'job_1', source: 'b.mp4', inputs: { seed: 1 } },
			other: false,
			counts: { results: 1, jobs: 1, remade: 0 },
		});
	});

	it('leaves nothing in the execution when all went well', async () => {
		const { saved } = await attempt({}, (store) => {
			store.entry(0).keepResult(RESULT);
			store.close(false);
		});
		expect(saved).toEqual({});
	});

	it('leaves nothing when a try has obtained nothing', async () => {
		const { saved } = await attempt({}, (store) => store.close(true));
		expect(saved).toEqual({});
	});

	it('is nothing to another item, another file and another variation', async () => {
		const { value } = await attempt({}, (store) => {
			store.entry(0, ['a'], 1).keepResult(RESULT);
			return [
				store.entry(0, ['a'], 1),
				store.entry(1, ['a'], 1),
				store.entry(0, ['b'], 1),
				store.entry(0, ['a'], 2),
			].map(({ isObtained }) => isObtained);
		});
		expect(value).toEqual([true, false, false, false]);
	});

	it('is nothing to another run of the node, as in the next turn of a loop', async () => {
		const { saved } = await attempt({}, (store) => {
			store.entry(0).keepResult(RESULT);
			store.close(true);
		});
		const { decart } = saved as { decart: IDataObject };
		const { value } = await attempt({ decart: { 1: decart[0] } as IDataObject }, (store) =>
			store.count(),
		);
		expect(value).toEqual({ results: 0, jobs: 0, remade: 0 });
	});

	it('keeps fields that a result has not in common with the others', async () => {
		const results = [
			{ json: { a: 1, b: [1], c: 'x' } },
			{ json: { a: 1, b: [2], d: { e: null } } },
			{ json: { a: 2, b: [1], c: 'x' } },
		];
		const { value } = await attempt({}, (store) => {
			results.forEach((result, index) => store.entry(index).keepResult(result));
			return results.map((_, index) => store.entry(index).result);
		});
		expect(value).toEqual(results);
	});
});

describe('a request that may have been accepted', () => {
	it.each([
		['as soon as it is sent', (store: IdempotencyStore) => store.entry(0).markSent()],
		['when its answer is lost', (store: IdempotencyStore) => store.entry(0).keepUnknown(LOST)],
	])('is not sent again in the same execution, %s', async (_when, fail) => {
		const executionId = randomUUID();
		const { saved } = await attempt({}, fail, executionId);
		const again = attempt(saved, (s) => s.entry(0).assertMayResend('sendAgain', 'edit'), executionId);
		await expect(again).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
	});

	it('is sent again in a later execution only when a person has decided so', async () => {
		const { saved } = await attempt({}, (store) => store.entry(0).keepUnknown(LOST));
		const fail = attempt(saved, (store) => store.entry(0).assertMayResend('fail', 'edit'));
		await expect(fail).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', message: LOST.message });
		await attempt(saved, (store) => store.entry(0).assertMayResend('sendAgain', 'edit'));
	});

	it('may be sent again once it is known that nothing was accepted', async () => {
		const { saved } = await attempt({}, (store) => {
			store.entry(0).markSent();
			store.entry(0).clear();
			store.close(true);
		});
		expect(saved).toEqual({});
	});
});

describe('the seed that variations count from', () => {
	it('is that of the first try, though an expression gives another', async () => {
		const { saved, value } = await attempt({}, (store) => {
			store.entry(0).keepResult(RESULT);
			return [store.firstSeed(0, [], 5), store.firstSeed(1, [], undefined)];
		});
		const again = await attempt(saved, (store) => [
			store.firstSeed(0, [], 9),
			store.firstSeed(1, [], undefined),
		]);
		expect(again.value).toEqual(value);
	});
});
