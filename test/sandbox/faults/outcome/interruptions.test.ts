import { describe, expect, it, vi } from 'vitest';
import { type Fault } from '../../../../sandbox/faults/faultPlan';
import { startSandbox } from '../../../../sandbox/index';
import { cat, encoded, onTheWire, sandboxForFile } from '../../support';
import { EDIT, QUOTA, faultRequests } from '../support';

const sandbox = await sandboxForFile();
const { edit, editUnder, quotaUnder, delivered } = faultRequests(sandbox);

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
