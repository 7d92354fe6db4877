import { afterAll, describe, expect, it } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import { CAT, onTheWire } from './support';

const host = await startFileHost();
afterAll(() => host.close());

describe('A file on the web', () => {
	it('is served with its type under a name of its own', async () => {
		const url = host.serve('cat one.png', { body: CAT, contentType: 'image/png' });
		expect(url).toMatch(/\/cat%20one\.png$/);
		const seen = await onTheWire(url, { headers: { 'user-agent': 'test' } });
		expect([seen.status, seen.headers['content-type'], seen.body.equals(CAT)]).toEqual([
			200,
			'image/png',
			true,
		]);
		expect(host.requests().at(-1)).toMatchObject({ method: 'GET', headers: { 'user-agent': 'test' } });
	});

	it('may say nothing of its type', async () => {
		const seen = await onTheWire(host.serve('cat', { body: CAT }), {});
		expect(seen.headers).not.toHaveProperty('content-type');
	});

	it('may be missing', async () => {
		expect((await onTheWire(host.serve('cat.png', { body: CAT, status: 404 }), {})).status).toBe(404);
		expect((await onTheWire(`${host.url}/elsewhere`, {})).status).toBe(404);
	});

	it.each([1, 3])('may be reached after %i redirects', async (redirects) => {
		const url = host.serve('cat.png', { body: CAT, redirects });
		let [hops, seen] = [0, await onTheWire(url, {})];
		while (seen.status === 302) {
			hops += 1;
			seen = await onTheWire(new URL(seen.headers.location ?? '', url).href, {});
		}
		expect([hops, seen.status]).toEqual([redirects, 200]);
	});

	it('may never be reached', async () => {
		const url = host.serve('cat.png', { body: CAT, redirects: 'loop', redirectStatus: 301 });
		const seen = await onTheWire(url, {});
		expect([seen.status, new URL(seen.headers.location ?? '', url).href]).toEqual([301, url]);
	});

	it('may lead anywhere', async () => {
		const seen = await onTheWire(
			host.serve('cat.png', { body: CAT, redirectTo: 'file:///etc/passwd' }),
			{},
		);
		expect([seen.status, seen.headers.location]).toEqual([302, 'file:///etc/passwd']);
	});

	it('may have no end, or break off', async () => {
		const endless = host.serve('cat.png', { body: CAT, delivery: { kind: 'endless', everyMs: 0 } });
		expect((await onTheWire(endless, { hangUp: { afterBytes: 1_000_000 } })).complete).toBe(false);
		const cut = host.serve('cat.png', { body: CAT, delivery: { kind: 'truncate', announce: 'full' } });
		expect((await onTheWire(cut, {})).complete).toBe(false);
	});

	it('may keep one waiting', async () => {
		const seen = await onTheWire(host.serve('cat.png', { body: CAT, delayMs: 60_000 }), {
			hangUp: { afterMs: 100 },
		});
		expect(seen.status).toBeUndefined();
		await expect.poll(() => host.openSockets()).toBe(0);
	});
});
