import type { INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox';
import { runDecart } from '../../scripts/engine/runDecart';
import { listenToLog } from '../../scripts/engine/logListener';
import { sample } from '../../scripts/samples/media';
import { httpAnswer, startRawServer, type RawServer } from '../support/rawServer';
import { CONTINUE, editImages, editVideos } from '../../scripts/engine/batchRuns';
import { useFastClock } from '../support/fastClock';
import { useBinaryStore } from '../support/operations';

useFastClock(4);

/** A URL, JSON and HTML write some of its signs in other ways. */
const KEY = 'dct_secret+key/"0123456789"=';
/** No part of it either, as is left where a text is cut. */
const TRACES = ['dct_secret', encodeURIComponent('secret+key'), 'secret+key'];

let log: string[];
useBinaryStore();
const servers: RawServer[] = [];
beforeAll(async () => {
	log = await listenToLog();
});
afterEach(async () => {
	log.length = 0;
	await Promise.all(servers.splice(0).map(async (server) => await server.close()));
});

const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	'Image → Edit': { resource: 'image', operation: 'edit', prompt: 'Snow' },
	'Video → Edit': { resource: 'video', operation: 'edit', prompt: 'Snow' },
	'Video → Edit, without waiting': {
		resource: 'video',
		operation: 'edit',
		prompt: 'Snow',
		waitForCompletion: false,
	},
	'Job → Get': { resource: 'job', operation: 'get', jobId: 'job_1' },
	'Job → Wait': { resource: 'job', operation: 'wait', jobId: 'job_1' },
	'Job → Download': { resource: 'job', operation: 'download', jobId: 'job_1' },
	'File → Upload': { resource: 'file', operation: 'upload' },
	'File → Get': { resource: 'file', operation: 'get', fileId: 'file_1' },
	'File → Delete': { resource: 'file', operation: 'delete', fileId: 'file_1' },
	'Model → Resolve': { resource: 'model', operation: 'resolve', modelNames: 'lucy-latest' },
	'Account → Get Quota': { resource: 'account', operation: 'getQuota' },
	'Account → Create Client Token': { resource: 'account', operation: 'createClientToken' },
};

/** A body that repeats the key in every form, among what makes the answer look right. */
function echo(): string {
	const echoed = {
		'x-api-key': KEY,
		url: `https://a.example/?key=${encodeURIComponent(KEY)}`,
		[KEY]: [KEY],
	};
	return JSON.stringify({
		job_id: 'job_1',
		status: 'failed',
		id: 'file_1',
		model_id: KEY,
		apiKey: 'ek_token',
		error: { message: `${'x'.repeat(590)} ${KEY} ${JSON.stringify(echoed)}`, ...echoed },
		headers: echoed,
	});
}

/** Everything that a run leaves behind in n8n, its log included. */
async function leftBehind(
	url: string,
	parameters: INodeParameters,
	node: typeof CONTINUE | undefined,
): Promise<string> {
	const isVideo = parameters.resource === 'video';
	const { run, hints, items, error } = await runDecart({
		parameters: { ...parameters, options: { maxRetries: 0, requestTimeout: 2, timeout: 0.01 } },
		items: [{ files: { data: sample(isVideo ? 'coffee-zoom.mp4' : 'cat.png') } }],
		credential: { apiKey: KEY, baseUrl: url },
		...(node && { node }),
	});
	expect(items.length + (error ? 1 : 0)).toBeGreaterThan(0);
	const all = [
		run.data.resultData,
		hints,
		items,
		{ ...error, message: error?.message, stack: error?.stack },
	];
	return `${JSON.stringify(all)} ${JSON.stringify(error?.cause)} ${log.join('\n')}`;
}

function traces(text: string): string[] {
	return TRACES.filter((trace) => text.includes(trace));
}

const SERVERS: Readonly<Record<string, () => Buffer>> = {
	'repeats the key in a good answer': () => httpAnswer(200, echo(), { 'content-type': 'application/json' }),
	...Object.fromEntries(
		[400, 401, 403, 404, 409, 422, 429, 500, 502].map((status) => [
			`repeats the key with ${status}`,
			() => httpAnswer(status, echo(), { 'content-type': 'application/json' }),
		]),
	),
	'repeats the key in plain text': () => httpAnswer(400, `You sent ${KEY}`),
	'repeats the key in the title of a page': () => httpAnswer(502, `<title>${KEY}</title>`),
	'redirects to an address with the key in it': () =>
		httpAnswer(302, '', { location: `http://127.0.0.1:1/?key=${encodeURIComponent(KEY)}` }),
	'repeats the key as the type of its answer': () =>
		httpAnswer(200, 'x', { 'content-type': 'text/x-secret+key' }),
	'answers with no HTTP but the key': () => Buffer.from(`${KEY}\r\n\r\n`),
};

it('A job that is not waited for does not bring the key along in its status', async () => {
	const answer = httpAnswer(200, JSON.stringify({ job_id: 'job_1', status: KEY }), {
		'content-type': 'application/json',
	});
	const raw = await startRawServer((socket) => void socket.end(answer));
	servers.push(raw);
	const { 'Video → Edit, without waiting': parameters = {} } = OPERATIONS;
	expect(traces(await leftBehind(raw.url, parameters, undefined))).toEqual([]);
});

describe.each(Object.entries(OPERATIONS))('%s', (_name, parameters) => {
	it.each(Object.entries(SERVERS))(
		'leaves no trace of the key when the server %s',
		async (server, answer) => {
			const raw = await startRawServer((socket) => void socket.end(answer()));
			servers.push(raw);
			for (const node of [CONTINUE, undefined]) {
				const text = await leftBehind(raw.url, parameters, node);
				const isOwnWord = server.includes('as the type');
				expect(traces(text).filter((trace) => !(isOwnWord && trace === 'secret+key'))).toEqual([]);
			}
			expect(raw.received(0)).toContain(`x-api-key: ${KEY}`);
		},
	);
});

describe('The key', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ apiKey: KEY, jobSchedule: { pendingMs: 0, processingMs: 0 } });
	});
	afterEach(() => sandbox.reset());
	afterAll(async () => await sandbox.close());

	it('is taken out of an error of Decart, of which the rest stays readable', async () => {
		sandbox.setFaults({ rules: [{ on: 'generate', fault: { kind: 'echoKey', status: 400 } }] });
		const { items } = await editImages(sandbox, 1, { node: CONTINUE });
		expect(items[0]?.json.error).toBe(
			'Decart could not edit the image with lucy-image-2: Upstream rejected headers {"x-api-key": "***"} (HTTP 400)',
		);
	});

	it('is not repeated by the reason of a failed job', async () => {
		sandbox.setFaults({ rules: [{ on: 'poll', times: 3, fault: { kind: 'echoKey' } }] });
		const { items, run } = await editVideos(sandbox, 1, { node: CONTINUE });
		expect(items[0]?.json.status).toBe('completed');
		expect(traces(JSON.stringify(run.data.resultData) + log.join('\n'))).toEqual([]);
	});

	it('that no header may hold is not in the error', async () => {
		for (const apiKey of [
			'dct_secret\nkey_0123456789',
			'dct_secret\u0000key_0123456789',
			'dct_sécret❤key',
		]) {
			const { items } = await editImages({ url: sandbox.url, apiKey }, 1, { node: CONTINUE });
			expect(items[0]?.json.code).toBe('INVALID_API_KEY');
			expect(JSON.stringify(items)).not.toMatch(/dct_s/);
			expect(sandbox.requests()).toEqual([]);
		}
	});

	it('that is pasted with line breaks and blanks around it works', async () => {
		const { items } = await editImages({ url: sandbox.url, apiKey: ` ${KEY}\n` }, 1, { node: CONTINUE });
		expect(items[0]?.json.status).toBe('completed');
	});
});
