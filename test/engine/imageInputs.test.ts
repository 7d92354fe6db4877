import { afterAll, describe, expect, it } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import { sample, smallPng } from '../../scripts/samples/media';
import { bytesIn, imageStage } from './imageSupport';
import { sha256 } from '../support/operations';

const { sandbox, edit } = await imageStage();
const host = await startFileHost();
afterAll(() => host.close());

const cat = sample('cat.png');
const coffee = sample('coffee.jpg');
const rocket = sample('rocket.jpg');

/** The files that the sandbox received with its only request. */
function received() {
	expect(sandbox.requests()).toHaveLength(1);
	return sandbox.requests()[0]?.files.map(({ name, filename, contentType, sha256: hash }) => ({
		name,
		filename,
		contentType,
		hash,
	}));
}

const asSent = (name: string, { bytes, fileName, mimeType }: typeof cat, filename = fileName) => ({
	name,
	filename,
	contentType: mimeType,
	hash: sha256(bytes),
});

describe('the image to edit comes from', () => {
	it('the binary field "data" of the item, if nothing else is said', async () => {
		const { items, error } = await edit({ items: [{ files: { data: cat } }] });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(received()).toEqual([asSent('data', cat)]);
	});

	it('another binary field of the item, by its name', async () => {
		await edit({
			parameters: { dataBinary: 'photo' },
			items: [{ files: { data: coffee, photo: rocket } }],
		});
		expect(received()).toEqual([asSent('data', rocket)]);
	});

	it('a field whose name an expression gives', async () => {
		await edit({
			parameters: { dataBinary: '={{ $json.field }}' },
			items: [{ json: { field: 'photo' }, files: { data: coffee, photo: rocket } }],
		});
		expect(received()).toEqual([asSent('data', rocket)]);
	});

	it('an expression that gives the file itself', async () => {
		await edit({
			parameters: { dataBinary: "={{ $('Input').item.binary.other }}" },
			items: [{ files: { data: coffee, other: cat } }],
		});
		expect(received()).toEqual([asSent('data', cat)]);
	});

	it('each item’s own file, not the first one’s', async () => {
		const { items } = await edit({
			items: [{ files: { data: cat } }, { files: { data: coffee } }, { files: { data: rocket } }],
			options: { concurrency: 1 },
		});
		const hashes = sandbox.ledger().map(({ inputs }) => inputs.data);
		expect(hashes).toEqual([cat, coffee, rocket].map(({ bytes }) => sha256(bytes)));
		expect(items.map(({ json }) => json.fileName)).toEqual([
			'cat-lucy-image-2.png',
			'coffee-lucy-image-2.png',
			'rocket-lucy-image-2.png',
		]);
	});

	it('a URL', async () => {
		const url = host.serve('rocket.jpg', { body: rocket.bytes, contentType: 'image/jpeg' });
		const { items } = await edit({
			parameters: { dataSource: 'url', dataUrl: url },
			items: [{}],
		});
		expect(received()).toEqual([asSent('data', rocket)]);
		expect(items[0]?.json.fileName).toBe('rocket-lucy-image-2.png');
	});

	it('a URL of each item', async () => {
		const urls = [cat, coffee].map(({ bytes, fileName, mimeType }) =>
			host.serve(fileName ?? '', { body: bytes, contentType: mimeType ?? '' }),
		);
		await edit({
			parameters: { dataSource: 'url', dataUrl: '={{ $json.photo }}' },
			items: urls.map((photo) => ({ json: { photo } })),
			options: { concurrency: 1 },
		});
		const hashes = sandbox.ledger().map(({ inputs }) => inputs.data);
		expect(hashes).toEqual([cat, coffee].map(({ bytes }) => sha256(bytes)));
	});

	it('a URL that redirects, and the key goes nowhere but to Decart', async () => {
		const before = host.requests().length;
		const url = host.serve('cat.png', { body: cat.bytes, contentType: 'image/png', redirects: 1 });
		const { error } = await edit({ parameters: { dataSource: 'url', dataUrl: url }, items: [{}] });
		expect(error).toBeUndefined();
		expect(received()).toEqual([asSent('data', cat)]);
		const seen = host.requests().slice(before);
		expect(seen).toHaveLength(2);
		expect(seen.filter(({ headers }) => JSON.stringify(headers).includes(sandbox.apiKey))).toEqual([]);
	});

	it('a URL without a type or an extension: both are detected from the bytes', async () => {
		const url = host.serve('holiday', { body: rocket.bytes });
		await edit({ parameters: { dataSource: 'url', dataUrl: url }, items: [{}] });
		const [file] = received() ?? [];
		expect(file?.contentType).toBe('image/jpeg');
		expect(file?.filename).toMatch(/^holiday\.jpe?g$/);
	});
});

describe('a file of which n8n knows little', () => {
	it('without a name or a type still has both when it is sent', async () => {
		await edit({ items: [{ files: { data: { bytes: await smallPng(1) } } }] });
		const [file] = received() ?? [];
		expect(file).toMatchObject({ filename: 'file.png', contentType: 'image/png' });
	});

	it('with a type that says nothing is sent as what its bytes are', async () => {
		const unspecific = { ...rocket, fileName: 'rocket', mimeType: 'application/octet-stream' };
		await edit({ items: [{ files: { data: unspecific } }] });
		expect(received()?.[0]?.contentType).toBe('image/jpeg');
	});

	it('with the wrong type is sent as what its bytes are', async () => {
		await edit({ items: [{ files: { data: { ...cat, fileName: 'cat', mimeType: 'text/plain' } } }] });
		expect(received()?.[0]).toMatchObject({
			contentType: 'image/png',
			filename: expect.stringMatching(/^cat\./),
		});
	});
});

describe('a reference image comes from', () => {
	const withReference = (parameters: Record<string, string>) => ({
		parameters,
		items: [{ files: { data: cat, referenceImage: coffee, glasses: rocket } }],
	});

	it('nowhere, if nothing is said', async () => {
		await edit(withReference({}));
		expect(received()).toEqual([asSent('data', cat)]);
	});

	it('the binary field "referenceImage"', async () => {
		await edit(withReference({ referenceImageSource: 'binary' }));
		expect(received()).toEqual([asSent('data', cat), asSent('reference_image', coffee)]);
	});

	it('another binary field, by its name', async () => {
		await edit(withReference({ referenceImageSource: 'binary', referenceImageBinary: 'glasses' }));
		expect(received()).toEqual([asSent('data', cat), asSent('reference_image', rocket)]);
	});

	it('an expression that gives the file itself', async () => {
		await edit(
			withReference({
				referenceImageSource: 'binary',
				referenceImageBinary: "={{ $('Input').item.binary.glasses }}",
			}),
		);
		expect(received()).toEqual([asSent('data', cat), asSent('reference_image', rocket)]);
	});

	it('a URL, and it changes the result', async () => {
		const url = host.serve('rocket.jpg', { body: rocket.bytes, contentType: 'image/jpeg' });
		const options = { seed: 7 };
		const plain = await edit({ ...withReference({}), options });
		sandbox.reset();
		const guided = await edit({
			...withReference({ referenceImageSource: 'url', referenceImageUrl: url }),
			options,
		});
		expect(received()).toEqual([asSent('data', cat), asSent('reference_image', rocket)]);
		expect(sha256(await bytesIn(guided.items[0]))).not.toBe(sha256(await bytesIn(plain.items[0])));
	});
});
