import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExpressionError, NodeOperationError, type INodeExecutionData } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import {
	createReadable,
	isRefusedByN8n,
	routeToErrorOutput,
	withSignal,
} from '../../nodes/Decart/transport/n8nInternals';
import { DECART, loadEngine } from '../../scripts/engine';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { credentialFor } from '../../scripts/engine/runDecart';
import { newSandbox, readBinary, runAt, useBinaryStore } from '../support/operations';
import { startRawServer } from '../support/rawServer';

useBinaryStore();

const LOOK_UP = { resource: 'job', operation: 'get', jobId: 'job_unknown', options: { maxRetries: 0 } };

/** Decart as the first node of an execution, whose input comes from no node. */
async function runWithoutSource(url: string, apiKey: string): Promise<INodeExecutionData[][]> {
	const { start } = await loadEngine();
	const { result } = start({
		workflow: {
			name: 'test',
			nodes: [
				{
					id: 'decart',
					name: 'Decart',
					type: DECART,
					typeVersion: 1,
					position: [0, 0],
					parameters: LOOK_UP,
					credentials: { decartApi: { id: '1', name: 'Decart' } },
					onError: 'continueErrorOutput',
				},
			],
			connections: {},
		},
		startNode: 'Decart',
		credentials: { decartApi: { apiKey, baseUrl: url } },
		otherNodes: {},
	});
	const { data } = await result;
	return (data.resultData.runData.Decart?.[0]?.data?.main ?? []).map((items) => items ?? []);
}

describe('n8n works inside as this node bets: withSignal', () => {
	it('ends a request by the signal of the functions that the helper is called with', async () => {
		const stop = new AbortController();
		const server = await startRawServer(() => stop.abort());
		const credential = { apiKey: 'dct_0123456789abcdef', baseUrl: server.url };
		const request = inNode(credential, async ({ functions }) => {
			const { httpRequestWithAuthentication } = functions.helpers;
			return await httpRequestWithAuthentication.call(withSignal(functions, stop.signal), 'decartApi', {
				url: `${server.url}/v1/realtime/quota`,
			});
		});
		const ended = await Promise.race([request.then(String, () => 'ended'), sleep(10_000, 'still open')]);
		expect(ended).toBe('ended');
		expect(server.connections()).toBe(1);
		await server.close();
	});
});

describe('n8n works inside as this node bets: createReadable', () => {
	it('stores a stream that is made by the class of a stream that n8n gave', async () => {
		const sandbox = await newSandbox();
		const stored = await inNode(credentialFor(sandbox), async ({ functions }) => {
			const { prepareBinaryData, getBinaryStream } = functions.helpers;
			const first = await prepareBinaryData(Buffer.from('first'), 'first.txt', 'text/plain');
			const given = await getBinaryStream(first.id ?? '');
			given.destroy();
			async function* chunks() {
				yield await Promise.resolve(Buffer.from('sec'));
				yield await Promise.resolve(Buffer.from('ond'));
			}
			const readable = createReadable(given, chunks());
			expect(readable).toBeInstanceOf(Readable);
			// Counted in bytes, else it would hold sixteen chunks, however large.
			expect(readable).toMatchObject({ readableObjectMode: false });
			return await prepareBinaryData(readable, 'second.txt', 'text/plain');
		});
		expect((await readBinary(stored)).toString()).toBe('second');
	});
});

describe('n8n works inside as this node bets: routeToErrorOutput', () => {
	it('routes an item by an error that is not enumerable, and keeps its code and job ID', async () => {
		const sandbox = await newSandbox();
		const { run } = await runAt(sandbox, LOOK_UP, [{ json: { id: 7 } }], {
			node: { onError: 'continueErrorOutput' },
		});
		const [results, failures] = run.data.resultData.runData.Decart?.[0]?.data?.main ?? [];
		expect(results).toEqual([]);
		expect(failures?.[0]?.json).toMatchObject({ id: 7, code: 'NOT_FOUND', jobId: 'job_unknown' });
		expect(Object.keys(failures?.[0] ?? {})).not.toContain('error');
	});

	it('keeps the code and the job ID where n8n has no paired item', async () => {
		const sandbox = await newSandbox();
		const [results, failures] = await runWithoutSource(sandbox.url, sandbox.apiKey);
		expect(results).toEqual([]);
		expect(failures).toHaveLength(1);
		expect(failures?.[0]?.json).toMatchObject({ code: 'NOT_FOUND', jobId: 'job_unknown' });
	});

	it('outlasts the cut of its JSON to the message, as n8n makes it', () => {
		const node = { id: '1', name: 'D', type: 'd', typeVersion: 1, position: [0, 0], parameters: {} };
		const error = new NodeOperationError({ ...node, position: [0, 0] }, 'Too late');
		const item = routeToErrorOutput({ json: { error: 'Too late', code: 'JOB_TIMEOUT' } }, error);
		item.json = { error: error.message };
		expect(item.json).toEqual({ error: 'Too late', code: 'JOB_TIMEOUT' });
	});
});

describe('n8n works inside as this node bets: isRefusedByN8n', () => {
	it('names the class of a failed expression so', () => {
		expect(isRefusedByN8n(new ExpressionError('not possible').constructor.name)).toBe(true);
		expect(isRefusedByN8n(new Error('reset').constructor.name)).toBe(false);
	});
});
