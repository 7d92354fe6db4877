import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { OWN_SPEC } from '../../scripts/util/arguments';
import { loadSpec, specFromText } from '../../openapi/load';
import { changedSpec, withSpecFile } from '../scripts/support';

const MINIMAL = { openapi: '3.1.0', info: { title: 'An API', version: '1' }, paths: {} };

function read(document: unknown) {
	return specFromText(JSON.stringify({ ...MINIMAL, ...(document as object) }), 'a document');
}

describe('reading a document', () => {
	it('gives the same for YAML, for JSON and for a URL', async () => {
		const own = await loadSpec(OWN_SPEC);
		const written = changedSpec(() => undefined);
		expect(await withSpecFile(written, 'json', loadSpec)).toEqual(own);

		const server = createServer((request, response) => {
			response.writeHead(request.url === '/api.yaml' ? 200 : 404).end(stringify(written));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		try {
			expect(await loadSpec(`http://127.0.0.1:${port}/api.yaml`)).toEqual(own);
			await expect(loadSpec(`http://127.0.0.1:${port}/none`)).rejects.toThrow(/none answered 404/);
		} finally {
			server.close();
		}
	});

	it('follows references through references, and lets keywords beside one win', () => {
		const { document } = read({
			a: { $ref: '#/b', description: 'nearer' },
			b: { $ref: '#/c~1d' },
			'c/d': { type: 'string', description: 'farther' },
		});
		expect(document.a).toEqual({ type: 'string', description: 'nearer' });
	});

	it('tells where a keyword was written, behind a reference too', () => {
		const { document, whereIs } = read({
			a: { $ref: '#/b', description: 'nearer' },
			b: { type: 'string', description: 'farther' },
		});
		expect(whereIs(document.a as object, 'type')).toBe('#/b/type');
		expect(whereIs(document.a as object, 'description')).toBe('#/a/description');
	});

	it('leaves a reference into itself as it is', () => {
		const { document } = read({ a: { items: { $ref: '#/a' } } });
		expect(document.a).toEqual({ items: { items: { $ref: '#/a' } } });
	});

	it('names a reference that leads nowhere, or out of the document', () => {
		expect(() => read({ a: { $ref: '#/b/c' } })).toThrow('#/a: #/b/c leads to nothing');
		expect(() => read({ a: { $ref: 'other.yaml#/b' } })).toThrow(
			'#/a: other.yaml#/b leads out of the document',
		);
	});

	it('refuses what is no OpenAPI 3 document', () => {
		expect(() => specFromText('swagger: "2.0"\npaths: {}', 'old.yaml')).toThrow(
			'old.yaml is not an OpenAPI 3 document',
		);
		expect(() => specFromText('{ "openapi": ', 'half.json')).toThrow(
			/half\.json is neither JSON nor YAML/,
		);
		expect(() => specFromText('<html></html>', 'page.html')).toThrow(
			'page.html is not an OpenAPI 3 document',
		);
	});

	it('says which file is missing', async () => {
		await expect(loadSpec('/nowhere/api.yaml')).rejects.toThrow('/nowhere/api.yaml');
	});
});
