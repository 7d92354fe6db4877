import { describe, expect, it, vi } from 'vitest';
import { faultsFor, JOB_FAULTS, storm } from '../../sandbox/faults/stormPlan';
import { type Fault, isBilled } from '../../sandbox/faults/faultPlan';
import { parseFaultPlan } from '../../sandbox/faults/parseFaultPlan';
import { startSandbox } from '../../sandbox/index';
import { stopWallClock } from '../support/wallClock';
import {
	readResponse,
	cat,
	encoded,
	get,
	onTheWire,
	sandboxForFile,
	type Seen,
	submitClip,
	type WireRequest,
} from './support';

const sandbox = await sandboxForFile();
const EDIT = '/v1/generate/lucy-image-2';
const QUOTA = '/v1/realtime/quota';

/** Edits an image under a fault that applies once. */
async function editUnder(fault: Fault, hangUp?: WireRequest['hangUp']): Promise<Seen> {
	sandbox.setFaults({ rules: [{ on: 'generate', fault, times: 1 }] });
	return await edit(hangUp);
}

async function edit(hangUp?: WireRequest['hangUp']): Promise<Seen> {
	const { headers, body } = await encoded({ prompt: 'Snow', data: cat, seed: '1', resolution: '480p' });
	return await onTheWire(sandbox.url + EDIT, {
		method: 'POST',
		headers: { ...headers, 'x-api-key': sandbox.apiKey },
		body,
		...(hangUp && { hangUp }),
	});
}

async function quotaUnder(fault: Fault, hangUp?: WireRequest['hangUp']): Promise<Seen> {
	sandbox.setFaults({ rules: [{ on: 'account', fault, times: 1 }] });
	return await onTheWire(sandbox.url + QUOTA, {
		headers: { 'x-api-key': sandbox.apiKey },
		...(hangUp && { hangUp }),
	});
}

function delivered(): string[] {
	return sandbox.ledger().map((entry) => entry.delivered);
}

describe('A status', () => {
	it.each<[string, Fault, string | undefined, RegExp]>([
		[
			'detail',
			{ kind: 'status', status: 500 },
			'application/json',
			/^\{"detail":"Internal Server Error"\}$/,
		],
		['error', { kind: 'status', status: 500, body: 'error' }, 'application/json', /^\{"error":"/],
		[
			'errorObject',
			{ kind: 'status', status: 502, body: 'errorObject' },
			'application/json',
			/"code":"E502"/,
		],
		['message', { kind: 'status', status: 504, body: 'message' }, 'application/json', /^\{"message":"/],
		['text', { kind: 'status', status: 503, body: 'text' }, 'text/plain', /^Service Unavailable$/],
		[
			'html',
			{ kind: 'status', status: 502, body: 'html' },
			'text/html',
			/<title>502 Bad Gateway<\/title>/,
		],
		['empty', { kind: 'status', status: 500, body: 'empty' }, undefined, /^$/],
		['a reason', { kind: 'status', status: 402, reason: 'No credits' }, 'application/json', /No credits/],
	])('comes with a body of the shape %s', async (_, fault, contentType, body) => {
		const seen = await editUnder(fault);
		expect(seen.status).toBe(fault.kind === 'status' ? fault.status : undefined);
		expect(seen.headers['content-type']).toBe(contentType);
		expect(seen.body.toString()).toMatch(body);
		expect(sandbox.ledger()).toEqual([]);
		expect((await edit()).status).toBe(200);
	});

	it('says when to come back in seconds, as a date, or not at all', async () => {
		stopWallClock('2026-03-01T12:00:00.400Z');
		const seconds = await editUnder({ kind: 'status', status: 429, retryAfter: { seconds: 7 } });
		expect(seconds.headers['retry-after']).toBe('7');
		const date = await editUnder({ kind: 'status', status: 503, retryAfter: { dateInSeconds: 3600 } });
		expect((await editUnder({ kind: 'status', status: 429 })).headers).not.toHaveProperty('retry-after');
		expect(date.headers['retry-after']).toBe('Sun, 01 Mar 2026 13:00:00 GMT');
	});

	it('may hide a generation that was accepted', async () => {
		const seen = await editUnder({ kind: 'status', status: 502, billed: true });
		expect(seen.status).toBe(502);
		expect(sandbox.ledger()).toMatchObject([
			{ model: 'lucy-image-2', delivered: 'none', fault: 'status 502' },
		]);
	});

	it('may come before the upload is over', async () => {
		sandbox.setFaults({
			rules: [{ on: 'generate', fault: { kind: 'status', status: 429, early: true } }],
		});
		const { headers, body } = await encoded({ prompt: 'Snow', data: cat });
		const unfinished = { ...headers, 'content-length': String(body.length + 1) };
		const seen = await onTheWire(sandbox.url + EDIT, {
			method: 'POST',
			headers: { ...unfinished, 'x-api-key': sandbox.apiKey },
			body: body.subarray(0, 1000),
		});
		expect(seen.status).toBe(429);
		expect(sandbox.requests()).toMatchObject([{ complete: false, status: 429 }]);
	});
});

describe('A reset', () => {
	it.each([
		['beforeBody', false],
		['duringUpload', false],
		['afterUpload', true],
		['afterAcceptance', true],
	] as const)('%s is seen as one, without an answer', async (at, complete) => {
		const seen = await editUnder({ kind: 'reset', at });
		expect(['ECONNRESET', 'EPIPE']).toContain(seen.error);
		expect(seen.status).toBeUndefined();
		expect(sandbox.requests()).toMatchObject([{ complete, status: undefined, fault: `reset ${at}` }]);
		expect(sandbox.ledger().length).toBe(at === 'afterAcceptance' ? 1 : 0);
	});

	it('midAnswer comes after half of it', async () => {
		const whole = await edit();
		const seen = await editUnder({ kind: 'reset', at: 'midAnswer' });
		expect([seen.status, seen.complete, seen.error]).toEqual([200, false, 'ECONNRESET']);
		expect(seen.headers['content-length']).toBe(String(whole.body.length));
		expect(seen.body.length).toBe(Math.floor(whole.body.length / 2));
		expect(delivered()).toEqual(['full', 'partial']);
	});

	it('duringUpload applies to a request without a body too', async () => {
		expect((await quotaUnder({ kind: 'reset', at: 'duringUpload' })).error).toBe('ECONNRESET');
	});
});

describe('A truncated answer', () => {
	it.each([
		['full', (all: number) => String(all), 0.5, false],
		['cut', (all: number) => String(Math.floor(all / 2)), 0.5, true],
		['over', (all: number) => String(all + 1000), 1, false],
		['chunked', () => undefined, 0.5, false],
		['close', () => undefined, 0.5, true],
	] as const)('that announces %s', async (announce, length, share, complete) => {
		const all = (await edit()).body.length;
		const seen = await editUnder({ kind: 'truncate', announce });
		expect(seen.status).toBe(200);
		expect(seen.headers['content-length']).toBe(length(all));
		expect(seen.headers['transfer-encoding']).toBe(announce === 'chunked' ? 'chunked' : undefined);
		expect(seen.body.length).toBe(Math.floor(all * share));
		expect(seen.complete).toBe(complete);
		expect(delivered()).toEqual(['full', 'partial']);
	});
});

describe('A slow answer', () => {
	it('comes late', async () => {
		const order: string[] = [];
		const late = quotaUnder({ kind: 'latency', ms: 1000 }).then((seen) => {
			order.push('late');
			return seen;
		});
		await vi.waitUntil(() => sandbox.requests().length === 1);
		// On a connection that does not stay open.
		await onTheWire(sandbox.url + QUOTA, { headers: { 'x-api-key': sandbox.apiKey } });
		order.push('asked for after it');
		expect((await late).status).toBe(200);
		expect(order).toEqual(['asked for after it', 'late']);
	});

	it('trickles, and is whole in the end', async () => {
		const whole = await edit();
		const seen = await editUnder({ kind: 'trickle', pieces: 10, everyMs: 5 });
		expect(seen.body.equals(whole.body)).toBe(true);
		expect(delivered()).toEqual(['full', 'full']);
	});

	it('stalls in its middle and goes on', async () => {
		const whole = await edit();
		const seen = await editUnder({ kind: 'stall', at: 'midAnswer', ms: 30 });
		expect(seen.body.equals(whole.body)).toBe(true);
	});

	it.each([
		['afterUpload', 0],
		['beforeAnswer', 1],
		['midAnswer', 1],
	] as const)('stalls %s until the client gives up', async (at, billed) => {
		const isTime = () => sandbox.ledger().length >= billed;
		const seen = await editUnder({ kind: 'stall', at }, { afterMs: 400, isTime });
		expect(seen.complete).toBe(false);
		expect(sandbox.ledger().length).toBe(billed);
		expect(delivered()).not.toContain('full');
		await expect.poll(() => sandbox.openSockets()).toBe(0);
	});

	it('stalls beforeUpload, with nothing of it read', async () => {
		// In a sandbox of its own, for once it goes on it may accept what the client has long given up.
		const fault: Fault = { kind: 'stall', at: 'beforeUpload' };
		const own = await startSandbox({ faults: { rules: [{ on: 'generate', fault }] } });
		const { headers, body } = await encoded({ prompt: 'Snow', data: cat });
		const seen = await onTheWire(own.url + EDIT, {
			method: 'POST',
			headers: { ...headers, 'x-api-key': own.apiKey },
			body,
			hangUp: { afterMs: 200 },
		});
		expect(seen.status).toBeUndefined();
		expect(own.requests()).toMatchObject([{ bytes: 0, complete: false }]);
		expect(own.ledger()).toEqual([]);
		await own.close();
		expect(own.openSockets()).toBe(0);
	});

	it('has no end, until the client hangs up', async () => {
		const seen = await editUnder({ kind: 'endless', everyMs: 0 }, { afterBytes: 3_000_000 });
		expect([seen.status, seen.complete]).toEqual([200, false]);
		expect(seen.body.length).toBeGreaterThanOrEqual(3_000_000);
		await expect.poll(() => sandbox.openSockets()).toBe(0);
		expect(sandbox.ledger().length).toBe(1);
	});
});

describe('A wrong answer', () => {
	it('is JSON that breaks off', async () => {
		const seen = await quotaUnder({ kind: 'invalidJson' });
		expect([seen.status, seen.headers['content-type'], seen.complete]).toEqual([
			200,
			'application/json',
			true,
		]);
		expect(() => JSON.parse(seen.body.toString()) as unknown).toThrow(SyntaxError);
	});

	it('is a web page', async () => {
		const seen = await editUnder({ kind: 'wrongType' });
		expect([seen.status, seen.headers['content-type']]).toEqual([200, 'text/html']);
		expect(seen.body.toString()).toContain('<html>');
		expect(delivered()).toEqual(['none']);
	});

	it('is the image under a wrong type', async () => {
		const whole = await edit();
		const seen = await editUnder({
			kind: 'wrongType',
			contentType: 'application/octet-stream',
			body: 'real',
		});
		expect(seen.headers['content-type']).toBe('application/octet-stream');
		expect(seen.body.equals(whole.body)).toBe(true);
	});

	it('repeats the key', async () => {
		const seen = await editUnder({ kind: 'echoKey', status: 400 });
		expect(seen.status).toBe(400);
		expect(seen.body.toString()).toContain(sandbox.apiKey);
		expect(sandbox.ledger()).toEqual([]);
	});
});

describe('A redirect', () => {
	it('leads a download to another origin, where it can be had', async () => {
		const id = await submitClip(sandbox);
		sandbox.setFaults({ rules: [{ on: 'content', fault: { kind: 'redirect' } }] });
		const first = await get(sandbox, `/v1/jobs/${id}/content`);
		const location = first.headers.get('location') ?? '';
		expect(first.status).toBe(302);
		expect(new URL(location).origin).toBe(sandbox.otherOrigin.url);
		expect(new URL(location).origin).not.toBe(sandbox.url);
		expect(delivered()).toEqual(['none']);

		const second = await fetch(location);
		expect(second.headers.get('content-type')).toBe('video/mp4');
		expect((await readResponse(second)).length).toBe(Number(second.headers.get('content-length')));
		expect(delivered()).toEqual(['full']);
	});

	it('shows whether the key went along', async () => {
		sandbox.setFaults({ rules: [{ on: 'account', fault: { kind: 'redirect', status: 307 } }] });
		await fetch(sandbox.url + QUOTA, { headers: { 'x-api-key': sandbox.apiKey } });
		expect(sandbox.otherOrigin.requests()).toMatchObject([
			{ method: 'GET', headers: { 'x-api-key': sandbox.apiKey } },
		]);
	});

	it('turns a generation away before it is accepted', async () => {
		const seen = await editUnder({ kind: 'redirect', status: 307 });
		expect(seen.status).toBe(307);
		expect(sandbox.ledger()).toEqual([]);
	});

	it('leads back to where it came from', async () => {
		const seen = await quotaUnder({ kind: 'redirect', to: 'loop', status: 308 });
		expect([seen.status, seen.headers.location]).toEqual([308, sandbox.url + QUOTA]);
	});
});

describe('A connection', () => {
	it('is dropped before anything is read from it', async () => {
		sandbox.setFaults({ rules: [{ on: 'connection', fault: { kind: 'drop' }, times: 1 }] });
		const seen = await edit();
		expect(['ECONNRESET', 'EPIPE']).toContain(seen.error);
		expect(sandbox.requests()).toEqual([]);
		expect((await edit()).status).toBe(200);
	});

	it('is refused for a while', async () => {
		sandbox.setFaults({ rules: [{ on: 'connection', fault: { kind: 'refuse', ms: 300 }, times: 1 }] });
		await edit();
		expect((await edit()).error).toBe('ECONNREFUSED');
		await expect.poll(async () => (await edit()).status).toBe(200);
	});

	it('is refused on request', async () => {
		sandbox.refuseConnections(200);
		expect((await edit()).error).toBe('ECONNREFUSED');
		await expect.poll(async () => (await edit()).status).toBe(200);
	});
});

describe('Every fault', () => {
	it('of a storm is understood', () => {
		expect(parseFaultPlan(storm({ probability: 0.15, seed: 1 })).rules.length).toBeGreaterThan(8);
	});

	it.each(faultsFor('generate', 20).map((fault) => [JSON.stringify(fault), fault] as const))(
		'bills a generation when it says so: %s',
		async (_, fault) => {
			// A request goes on once its stall is over, and is billed then.
			const billed = isBilled(fault) || fault.kind === 'stall';
			await editUnder(fault, { afterBytes: 2_000_000, afterMs: 5000 });
			expect(sandbox.ledger().length).toBe(billed ? 1 : 0);
			expect(sandbox.requests()[0]?.billed).toBe(sandbox.ledger()[0]?.id);
		},
	);

	it.each(JOB_FAULTS.map((fault) => [JSON.stringify(fault), fault] as const))(
		'of a job leaves it billed: %s',
		async (_, fault) => {
			sandbox.setFaults({ rules: [{ on: 'submit', fault }] });
			const id = await submitClip(sandbox);
			expect(sandbox.ledger()).toMatchObject([{ jobId: id }]);
		},
	);
});
