import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import { bytesIn, imageStage } from './imageSupport';

const { sandbox, edit } = await imageStage();
const items = [{ files: { data: { bytes: await smallPng(), fileName: 'cat.png', mimeType: 'image/png' } } }];

/** A company's proxy, which serves Decart below `/ai/decart`. */
const seen: string[] = [];
const proxy = await listen(
	createServer((req, res) => {
		const url = req.url ?? '';
		seen.push(url);
		if (!url.startsWith('/ai/decart/v1/')) {
			res.writeHead(404).end();
			return;
		}
		const target = sandbox.url + url.slice('/ai/decart'.length);
		const onward = request(target, { method: req.method, headers: req.headers }, (answer) => {
			res.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(res);
		});
		req.pipe(onward);
	}),
);
afterAll(() => proxy.server.close());
beforeEach(() => seen.splice(0));

async function listen(server: Server): Promise<{ server: Server; url: string }> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it.each(['', '/', '//'])('a base URL with a path, ending in "%s", leads below that path', async (ending) => {
	const { items: results, error } = await edit({
		items,
		credential: { apiKey: sandbox.apiKey, baseUrl: `${proxy.url}/ai/decart${ending}` },
	});
	expect(error).toBeUndefined();
	expect(seen).toEqual(['/ai/decart/v1/generate/lucy-image-2']);
	expect(sandbox.ledger()).toHaveLength(1);
	expect((await bytesIn(results[0])).length).toBe(results[0]?.json.fileSize);
});

it('a base URL that ends in a slash leads to the same place', async () => {
	const { error } = await edit({
		items,
		credential: { apiKey: sandbox.apiKey, baseUrl: `${sandbox.url}/` },
	});
	expect(error).toBeUndefined();
	expect(sandbox.requests()[0]?.path).toBe('/v1/generate/lucy-image-2');
});
