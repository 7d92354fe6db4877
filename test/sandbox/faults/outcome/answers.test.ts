import { describe, expect, it } from 'vitest';
import { type Fault } from '../../../../sandbox/faults/faultPlan';
import { readResponse, cat, encoded, get, onTheWire, sandboxForFile, submitClip } from '../../support';
import { stopWallClock } from '../../../support/wallClock';
import { EDIT, QUOTA, faultRequests } from '../support';

const sandbox = await sandboxForFile();
const { edit, editUnder, quotaUnder, delivered } = faultRequests(sandbox);

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
