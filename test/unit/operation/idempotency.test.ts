import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	fingerprint,
	openIdempotencyStore,
	type IdempotencyStore,
} from '../../../nodes/Decart/operation/idempotency';
import { inNode } from '../../../scripts/engine/nodeFunctions';

const credential = { apiKey: 'dct_0123456789abcdef', baseUrl: 'http://127.0.0.1:1' };
const KEPT_MS = 80;

interface Where {
	readonly executionId?: string;
	readonly retryOnFail?: boolean;
	readonly id?: string;
}

/** One try of a node in n8n's engine. */
async function tried<T>(
	{ executionId = randomUUID(), retryOnFail = true, id = 'probe' }: Where,
	use: (purchases: IdempotencyStore) => Promise<T> | T,
): Promise<T> {
	return await inNode(
		credential,
		async ({ functions }) => await use(openIdempotencyStore(functions, KEPT_MS)),
		{
			executionId,
			retryOnFail,
			id,
		},
	);
}

/** Buys one thing, and says what was known of it before. */
function buy(purchases: IdempotencyStore, jobId: string): string | undefined {
	const purchase = purchases.of('thing');
	const before = purchase.jobId;
	purchase.jobId = jobId;
	return before;
}

describe("what a try has bought, under n8n's Retry On Fail", () => {
	it('is known to the next try of the same run', async () => {
		const executionId = randomUUID();
		await tried({ executionId }, (purchases) => {
			buy(purchases, 'job_1');
			purchases.close(false);
		});
		expect(await tried({ executionId }, (purchases) => buy(purchases, 'job_2'))).toBe('job_1');
	});

	it('is known however long the try took', async () => {
		const executionId = randomUUID();
		await tried({ executionId }, async (purchases) => {
			buy(purchases, 'job_1');
			await sleep(3 * KEPT_MS);
			purchases.close(false);
		});
		expect(await tried({ executionId }, (purchases) => buy(purchases, 'job_2'))).toBe('job_1');
	});

	it('is known however long the next try takes', async () => {
		const executionId = randomUUID();
		await tried({ executionId }, (purchases) => {
			buy(purchases, 'job_1');
			purchases.close(false);
		});
		await tried({ executionId }, async (purchases) => {
			await sleep(3 * KEPT_MS);
			purchases.close(false);
		});
		expect(await tried({ executionId }, (purchases) => buy(purchases, 'job_2'))).toBe('job_1');
	});

	it('is forgotten when no other try has begun for a while', async () => {
		const executionId = randomUUID();
		await tried({ executionId }, (purchases) => {
			buy(purchases, 'job_1');
			purchases.close(false);
		});
		await sleep(3 * KEPT_MS);
		expect(await tried({ executionId }, (purchases) => buy(purchases, 'job_2'))).toBeUndefined();
	});

	it('is forgotten at once when all went well', async () => {
		const executionId = randomUUID();
		await tried({ executionId }, (purchases) => {
			buy(purchases, 'job_1');
			purchases.close(true);
		});
		expect(await tried({ executionId }, (purchases) => buy(purchases, 'job_2'))).toBeUndefined();
	});

	it.each<[string, Where]>([
		['another execution', { executionId: randomUUID() }],
		['another node of the same execution', { id: 'other' }],
		['a node that is not retried', { retryOnFail: false }],
	])('is nothing to %s', async (_who, other) => {
		const executionId = randomUUID();
		await tried({ executionId }, (purchases) => {
			buy(purchases, 'job_1');
			purchases.close(false);
		});
		expect(
			await tried({ executionId, ...other }, (purchases) => buy(purchases, 'job_2')),
		).toBeUndefined();
	});

	it('is bounded in number', async () => {
		const executionId = randomUUID();
		await tried({ executionId }, (purchases) => {
			for (let index = 0; index < 20_010; index += 1) purchases.of(String(index)).jobId = 'job_1';
			purchases.close(false);
		});
		const known = await tried({ executionId }, (purchases) => [
			purchases.of('19999').jobId,
			purchases.of('20005').jobId,
		]);
		expect(known).toEqual(['job_1', undefined]);
	});
});

describe('the name of something bought', () => {
	it('is the same for the same parts, and for no others', () => {
		const part = fc.oneof(
			fc.string(),
			fc.integer(),
			fc.boolean(),
			fc.array(fc.string(), { maxLength: 3 }),
		);
		const parts = fc.array(part, { maxLength: 5 });
		fc.assert(
			fc.property(parts, parts, (a, b) => {
				expect(fingerprint(a) === fingerprint(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
				expect(fingerprint(a)).toBe(fingerprint([...a]));
			}),
		);
	});
});
