import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { MultipartForm } from '../../nodes/Decart/media/multipartForm';
import { asDecartError } from '../../nodes/Decart/transport/errors';
import { readJson } from '../../nodes/Decart/transport/readJson';
import { createRedactor } from '../../nodes/Decart/transport/redaction';
import type { Api } from '../../nodes/Decart/transport/api';
import { request } from '../../nodes/Decart/transport/request';
import { inNode } from '../../scripts/engine/nodeFunctions';
import { freePort } from '../../scripts/n8n/ports';
import { useFastClock } from '../support/fastClock';

useFastClock(4);

/** What can happen to one attempt, and what may be done about it. */
type Meaning = 'delivered' | 'never accepted' | 'refused for good' | 'failed' | 'perhaps accepted';
type Act = (res: ServerResponse) => void;

const status =
	(code: number, body = '{"detail":"why"}', headers = {}): Act =>
	(res) =>
		void res.writeHead(code, headers).end(body);
const soon = { 'retry-after': '0' };

/** Every event with its meaning, and how a real server brings it about; none for a port that is closed. */
const EVENTS = {
	ok: ['delivered', status(200, '{"value":1}')],
	'the port is closed': ['never accepted', undefined],
	'429': ['never accepted', status(429, '', soon)],
	'503': ['never accepted', status(503, '<html></html>', soon)],
	'503 with a reason': ['never accepted', status(503, '{"detail":"Busy"}')],
	'503 of a proxy': ['perhaps accepted', status(503, 'upstream reset: connection termination')],
	"500 with a gateway's message": ['perhaps accepted', status(500, '{"message":"Internal server error"}')],
	'400': ['refused for good', status(400)],
	'401': ['refused for good', status(401)],
	'422': ['refused for good', status(422)],
	'500 with a reason': ['failed', status(500)],
	'500 with a page': ['perhaps accepted', status(500, '<html></html>')],
	'502': ['perhaps accepted', status(502)],
	'504': ['perhaps accepted', status(504, '')],
	'408': ['perhaps accepted', status(408, '')],
	'307': ['perhaps accepted', status(307, '', { location: '/elsewhere' })],
	'a reset before the body is read': ['perhaps accepted', (res) => void res.socket?.resetAndDestroy()],
	'a reset after the body': ['perhaps accepted', (res) => void res.socket?.resetAndDestroy()],
	'a close without an answer': ['perhaps accepted', (res) => void res.socket?.end()],
	'half an answer': [
		'perhaps accepted',
		(res) => {
			res.writeHead(200, { 'content-length': 100 }).write('{"value"');
			setTimeout(() => res.destroy(), 10);
		},
	],
	'an answer that is no JSON': ['perhaps accepted', status(200, '{"value":')],
	'an answer without what was asked for': ['perhaps accepted', status(200, '[]')],
	silence: ['perhaps accepted', () => undefined],
} as const satisfies Record<string, readonly [Meaning, Act | undefined]>;
type Event = keyof typeof EVENTS;

/** Long enough for a hundred scenarios at once on a slow machine. */
const TIMEOUT_MS = 6000;

interface Server {
	readonly url: string;
	/** The events that requests have met. */
	readonly met: Event[];
	/** Decides what the next attempt meets. */
	prepare(event: Event): Promise<void>;
	close(): Promise<void>;
}

async function startServer(): Promise<Server> {
	let next: Event = 'ok';
	// Not one of those that the system gives away: while it is closed, another server would be given it.
	const port = await freePort();
	const met: Event[] = [];
	const answer = async (req: IncomingMessage, res: ServerResponse) => {
		const event = next;
		met.push(event);
		if (event !== 'a reset before the body is read') await buffer(req).catch(() => undefined);
		EVENTS[event][1]?.(res);
	};
	const http = createServer((req, res) => void answer(req, res));
	const open = async () => {
		http.listen(port, '127.0.0.1');
		await once(http, 'listening');
	};
	const close = async () => {
		http.closeAllConnections();
		if (http.listening) await new Promise((resolve) => http.close(resolve));
	};
	await open();
	return {
		url: `http://127.0.0.1:${port}`,
		met,
		close,
		async prepare(event) {
			next = event;
			if (event === 'the port is closed') await close();
			else if (!http.listening) await open();
		},
	};
}

interface Scenario {
	readonly isIdempotent: boolean;
	readonly events: readonly Event[];
	readonly maxRetries: number;
}

interface Outcome {
	readonly met: readonly Event[];
	readonly attempts: number;
	readonly code: string;
}

const bytes = Buffer.from('a small file');
const file = {
	fileName: 'a.txt',
	mimeType: 'text/plain',
	size: bytes.length,
	open: async () => await Promise.resolve(bytes),
};

/** Sends one request through the node's own core and n8n's own helper, while the server does as planned. */
async function play(
	functions: IExecuteFunctions,
	{ isIdempotent, events, maxRetries }: Scenario,
): Promise<Outcome> {
	const server = await startServer();
	let attempts = 0;
	const api: Api = {
		functions,
		baseUrl: server.url,
		signal: undefined,
		redactor: createRedactor('dct_0123456789abcdef'),
		limiter: {
			acquire: async () => {
				attempts += 1;
				await server.prepare(events[attempts - 1] ?? 'ok');
				return { isAfterFailure: true, release: () => undefined };
			},
		},
	};
	const call = {
		method: !isIdempotent ? 'POST' : 'GET',
		path: '/v1/thing',
		accept: 'application/json',
		isIdempotent,
		action: 'make the thing',
		maxRetries,
		timeoutMs: TIMEOUT_MS,
		body: !isIdempotent ? () => new MultipartForm([['data', file]]) : undefined,
	} as const;
	const code = await request(api, call, async (response) => {
		const answer = (await readJson(response, TIMEOUT_MS)) as { value?: number };
		if (answer.value !== 1) throw new Error('it holds no value');
		return 'delivered';
	}).catch((error: unknown) => asDecartError(error).code);
	await server.close();
	return { met: [...server.met], attempts, code };
}

const scenarios = (isIdempotent: boolean) =>
	fc.record({
		isIdempotent: fc.constant(isIdempotent),
		maxRetries: fc.integer({ min: 0, max: 3 }),
		// Mostly what may be tried again, or few would get past the first attempt.
		events: fc.array(
			fc.oneof(
				{ weight: 2, arbitrary: fc.constantFrom<Event>('the port is closed', '429', '503') },
				{ weight: 1, arbitrary: fc.constantFrom(...(Object.keys(EVENTS) as Event[])) },
			),
			{ minLength: 1, maxLength: 5 },
		),
	});

/** Plays many scenarios side by side; what goes wrong is shown with the scenario, which can be played again. */
async function playAll(all: readonly Scenario[]): Promise<(readonly [Scenario, Outcome])[]> {
	return await inNode(
		{ apiKey: 'dct_0123456789abcdef', baseUrl: 'http://127.0.0.1' },
		async ({ functions }) => {
			return await Promise.all(all.map(async (one) => [one, await play(functions, one)] as const));
		},
	);
}

const explain = (event: Event): Meaning => EVENTS[event][0];

describe('whatever happens to a request, in whatever order', () => {
	it('a paid one is never sent again after it may have been accepted', async () => {
		const single = (Object.keys(EVENTS) as Event[]).map((event): Scenario => ({
			isIdempotent: false,
			events: [event, 'ok'],
			maxRetries: 3,
		}));
		const played = await playAll([...single, ...fc.sample(scenarios(false), 120)]);
		for (const [scenario, { met, attempts, code }] of played) {
			const shown = JSON.stringify(scenario);
			const planned = Array.from(
				{ length: scenario.maxRetries + 1 },
				(_, at) => scenario.events[at] ?? 'ok',
			);
			const end = planned.findIndex((event) => explain(event) !== 'never accepted');
			const at = end === -1 ? planned.length - 1 : end;
			const last = planned[at] ?? 'ok';
			expect(attempts, shown).toBe(at + 1);
			expect(new Set(met.slice(0, -1).map(explain)), shown).toEqual(
				new Set(met.length > 1 ? ['never accepted'] : []),
			);
			expect(met.filter((event) => event === 'ok').length, shown).toBe(last === 'ok' ? 1 : 0);
			if (explain(last) === 'delivered') expect(code, shown).toBe('delivered');
			if (explain(last) === 'perhaps accepted') expect(code, shown).toBe('OUTCOME_UNKNOWN');
			if (explain(last) !== 'perhaps accepted') expect(code, shown).not.toBe('OUTCOME_UNKNOWN');
		}
	});

	it('a free one is tried again until it is answered, refused for good, or the retries are used up', async () => {
		const played = await playAll(fc.sample(scenarios(true), 100));
		for (const [scenario, { attempts, code }] of played) {
			const shown = JSON.stringify(scenario);
			const planned = Array.from(
				{ length: scenario.maxRetries + 1 },
				(_, at) => scenario.events[at] ?? 'ok',
			);
			const isEnd = (event: Event) => ['delivered', 'refused for good'].includes(explain(event));
			const end = planned.findIndex(isEnd);
			expect(attempts, shown).toBe(end === -1 ? planned.length : end + 1);
			expect(code === 'delivered', shown).toBe(planned[end] === 'ok');
			expect(code, shown).not.toBe('OUTCOME_UNKNOWN');
		}
	});
});
