import type { INode, INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { DECART, loadEngine } from '../../scripts/engine';
import type { BinaryMode } from '../../scripts/engine/binaryStore';
import { credentialFor, inputNode } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';
import { withIdleTimeout, expectNothingSent, imageStage, PROMPT } from './imageSupport';
import { useBinaryStore, sha256, readBinary } from '../support/operations';

const { sandbox, edit } = await imageStage();
const engine = await loadEngine();
const cat = sample('cat.png');
const rocket = sample('rocket.jpg');
const files = { data: cat, glasses: rocket };
const reference = { referenceImageSource: 'binary', referenceImageBinary: 'glasses' };

interface Case {
	readonly name: string;
	readonly mode: BinaryMode;
	readonly settings: IWorkflowSettings;
	/** Where an item's files are found, in this mode. */
	readonly readFiles: (item: INodeExecutionData | undefined) => INodeExecutionData['binary'];
}

const inBinary = (item: INodeExecutionData | undefined) => item?.binary;
const inJson = (item: INodeExecutionData | undefined) => item?.json._files as INodeExecutionData['binary'];
const CASES: readonly Case[] = [
	{ name: 'memory', mode: 'memory', settings: {}, readFiles: inBinary },
	{ name: 'filesystem', mode: 'filesystem', settings: {}, readFiles: inBinary },
	{ name: 'combined', mode: 'filesystem', settings: { binaryMode: 'combined' }, readFiles: inJson },
];

describe.each(CASES)('in $name mode', ({ name, mode, settings, readFiles }) => {
	useBinaryStore(mode);

	it('the files go up whole, and the result is what Decart answers, to the byte', async () => {
		const { items, error, run } = await edit({
			items: [{ json: { id: 5 }, files }],
			parameters: reference,
			options: { seed: 4 },
			settings,
		});
		expect(error).toBeUndefined();
		const input = run.data.resultData.runData.Input?.[0]?.data?.main?.[0]?.[0];
		expect(Object.keys(readFiles(input) ?? {})).toEqual(['data', 'glasses']);
		expect(sandbox.requests()[0]?.files).toMatchObject([
			{ name: 'data', filename: 'cat.png', contentType: 'image/png', size: cat.bytes.length },
			{ name: 'reference_image', filename: 'rocket.jpg', contentType: 'image/jpeg' },
		]);

		const form = new FormData();
		form.append('data', new Blob([cat.bytes], { type: 'image/png' }), 'cat.png');
		form.append('prompt', PROMPT);
		form.append('reference_image', new Blob([rocket.bytes], { type: 'image/jpeg' }), 'rocket.jpg');
		form.append('seed', '4');
		const result = readFiles(items[0])?.data;
		expect(sha256(await readBinary(result))).toBe(sha256(await withIdleTimeout(sandbox, form)));
		expect(result).toMatchObject({ fileName: 'cat-lucy-image-2.png', mimeType: 'image/png' });
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(result?.id === undefined).toBe(name === 'memory');
	});

	it('an expression gives the file itself', async () => {
		const file = name === 'combined' ? '={{ $json._files.glasses }}' : '={{ $binary.glasses }}';
		const { error } = await edit({ items: [{ files }], parameters: { dataBinary: file }, settings });
		expect(error).toBeUndefined();
		expect(sandbox.requests()[0]?.files).toMatchObject([{ filename: 'rocket.jpg' }]);
	});

	it('a file of another node, which is not on the item any more', async () => {
		// Combined mode gives an item as its JSON alone.
		const path = name === 'combined' ? 'item._files' : 'item.binary';
		const { error } = await edit({
			items: [{ files }],
			parameters: { dataBinary: `={{ $('Input').${path}.glasses }}` },
			settings,
		});
		expect(error).toBeUndefined();
		expect(sandbox.requests()[0]?.files).toMatchObject([{ filename: 'rocket.jpg' }]);
	});

	it('the next node takes the result up', async () => {
		const run = await chain([{ files }], settings);
		expect(run.data.resultData.error).toBeUndefined();
		const [first] = run.data.resultData.runData.Decart?.[0]?.data?.main?.[0] ?? [];
		const [second] = run.data.resultData.runData.Again?.[0]?.data?.main?.[0] ?? [];
		expect(sandbox.requests()[1]?.files).toMatchObject([
			{ filename: 'cat-lucy-image-2.png', size: (await readBinary(readFiles(first)?.data)).length },
		]);
		expect(second?.json.fileName).toBe('cat-lucy-image-2-lucy-image-2.png');
	});

	it('a missing file is named with those that the item has', async () => {
		const { error } = await edit({ items: [{ files }], parameters: { dataBinary: 'photo' }, settings });
		expect(error?.message).toBe(
			'Image Binary Field: the item has no file "photo"; it has "data", "glasses" [item 0]',
		);
		expectNothingSent(sandbox);
	});

	it('an empty file is refused before anything is sent', async () => {
		const empty = { bytes: Buffer.alloc(0), fileName: 'empty.png', mimeType: 'image/png' };
		const { error } = await edit({ items: [{ files: { data: empty } }], settings });
		expect(error?.message).toBe('Image Binary Field: the file empty.png has no bytes [item 0]');
		expectNothingSent(sandbox);
	});
});

describe('an expression in memory mode, where n8n leaves the bytes out of it,', () => {
	useBinaryStore('memory');

	it('that fits two files of the item is an error, not a guess', async () => {
		const twins = {
			data: cat,
			copy: { ...cat, bytes: Buffer.from(cat.bytes).fill(0, cat.bytes.length - 20) },
		};
		const { error } = await edit({
			items: [{ files: twins }],
			parameters: { dataBinary: '={{ $binary.copy }}' },
		});
		expect(error?.message).toContain(
			'Image Binary Field: the expression does not tell which file it means',
		);
		expectNothingSent(sandbox);
	});
});

describe('in combined mode', () => {
	useBinaryStore();

	it('a field may be named by its path in the JSON, as n8n’s own nodes take it', async () => {
		const { error } = await edit({
			items: [{ files }],
			parameters: { dataBinary: '_files.glasses' },
			settings: { binaryMode: 'combined' },
		});
		expect(error).toBeUndefined();
		expect(sandbox.requests()[0]?.files).toMatchObject([{ filename: 'rocket.jpg' }]);
	});
});

describe('a signed URL in memory mode', () => {
	useBinaryStore('memory');

	it('cannot be made, which is reported before anything is billed', async () => {
		const { error, items } = await edit({ items: [{ files }], options: { outputAs: 'signedUrl' } });
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: 'Output As: this n8n cannot make signed URLs [item 0]',
			description: expect.stringContaining('Choose Binary File'),
			context: { code: 'INVALID_INPUT', itemIndex: 0 },
		});
		expectNothingSent(sandbox);
	});
});

/** Two Decart nodes in a row. */
async function chain(items: Parameters<typeof inputNode>[0], settings: IWorkflowSettings) {
	const node = (name: string, type: string, parameters: INode['parameters']): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...(type === DECART && { credentials: { decartApi: { id: '1', name: 'Decart' } } }),
	});
	const parameters = { resource: 'image', operation: 'edit', prompt: PROMPT };
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return await engine.start({
		workflow: {
			name: 'chain',
			nodes: [
				node('Input', 'test.input', {}),
				node('Decart', DECART, parameters),
				node('Again', DECART, parameters),
			],
			connections: { Input: to('Decart'), Decart: to('Again') },
			settings,
		},
		startNode: 'Input',
		credentials: { decartApi: credentialFor(sandbox) },
		otherNodes: { 'test.input': inputNode(items) },
	}).result;
}
