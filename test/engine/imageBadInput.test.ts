import type { INodeParameters } from 'n8n-workflow';
import { afterAll, describe, expect, it } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import type { InputItem } from '../../scripts/engine/runDecart';
import { sample, smallPng } from '../../scripts/samples/media';
import { CONTINUE, expectNothingSent, imageStage } from './imageSupport';

const { sandbox, edit } = await imageStage();
const host = await startFileHost();
afterAll(() => host.close());

const png = await smallPng();
const cat = { bytes: png, fileName: 'cat.png', mimeType: 'image/png' };
const photo = { data: cat };
const photoUrl = host.serve('cat.png', { body: png, contentType: 'image/png' });

interface Case {
	readonly what: string;
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
	/** What makes the item bad; the item before it is good. */
	readonly bad: InputItem;
	/** The problem as Decart's SDKs put it, which follows "Invalid inputs for …: " in the description. */
	readonly problem: string;
	/** The message where it is more than the problem with the field's label for its name. */
	readonly inEditor?: string;
	readonly subject?: string;
	readonly advice?: string;
}

const textFile = { bytes: Buffer.from('Dear diary,\nthis is no image.\n'), fileName: 'notes.txt' };
const withJson = (json: InputItem['json']): InputItem => ({ json: json ?? {}, files: photo });

const FILES: readonly Case[] = [
	{
		what: 'an item without any file',
		bad: {},
		problem: 'data is required',
		inEditor: 'Image Binary Field: the item has no file "data", nor any other',
		advice: 'Correct "Image Binary Field" in this node',
	},
	{
		what: 'a binary field that the item does not have',
		bad: { files: { photo: cat, 'my photo': cat } },
		problem: 'data is required',
		inEditor: 'Image Binary Field: the item has no file "data"; it has "photo", "my photo"',
	},
	{
		what: 'an expression that gives no file',
		parameters: { dataBinary: '={{ $json.nothing ? undefined : $binary.data }}' },
		bad: withJson({ nothing: true }),
		problem: 'data is required',
		inEditor: 'Image Binary Field: the expression gives no file',
	},
	{
		what: 'an empty file',
		bad: { files: { data: { ...cat, bytes: Buffer.alloc(0) } } },
		problem: 'data is empty',
		inEditor: 'Image Binary Field: the file cat.png has no bytes',
	},
	{
		what: 'a text file',
		bad: { files: { data: { ...textFile, mimeType: 'text/plain' } } },
		problem: 'data must be an image',
		inEditor: 'Image Binary Field: the file notes.txt is text/plain, not an image',
	},
	{
		what: 'a text file that says it is an image',
		bad: { files: { data: { ...textFile, fileName: 'notes.png', mimeType: 'image/png' } } },
		problem: 'data must be an image',
		inEditor: 'Image Binary Field: the file notes.png is text/plain, not an image',
	},
	{
		what: 'a video',
		bad: { files: { data: sample('coffee-zoom.mp4') } },
		problem: 'data must be an image',
		inEditor: 'Image Binary Field: the file coffee-zoom.mp4 is video/mp4, not an image',
	},
	{
		what: 'a missing reference image',
		parameters: { referenceImageSource: 'binary', referenceImageBinary: '={{ $json.field ?? "data" }}' },
		bad: withJson({ field: 'glasses' }),
		problem: 'reference_image is required',
		inEditor: 'Reference Image Binary Field: the item has no file "glasses"; it has "data"',
		advice: 'Correct "Reference Image Binary Field" in this node',
	},
];

const VALUES: readonly Case[] = [
	...[
		{ seed: -1, shown: '-1' },
		{ seed: 4_294_967_296, shown: '4294967296' },
		{ seed: 1.5, shown: '1.5' },
		{ seed: 'abc', shown: '"abc"' },
	].map(({ seed, shown }) => ({
		what: `the seed ${shown}`,
		options: { seed: '={{ $json.seed }}' },
		bad: withJson({ seed }),
		problem: `seed must be a whole number from 0 to 4294967295, not ${shown}`,
		advice: 'Correct "Seed" in this node',
	})),
	{
		what: 'the resolution 1080p',
		options: { resolution: '={{ $json.resolution }}' },
		bad: withJson({ resolution: '1080p' }),
		problem: 'resolution must be 720p or 480p, not "1080p"',
		advice: 'Correct "Resolution" in this node',
	},
	{
		what: '"maybe" for enhance prompt',
		options: { enhancePrompt: '={{ $json.enhance }}' },
		bad: withJson({ enhance: 'maybe' }),
		problem: 'enhance_prompt must be true or false, not "maybe"',
	},
	...[
		{ what: 'an empty prompt', prompt: '', problem: 'prompt is required' },
		{ what: 'a blank prompt', prompt: ' \n\t ', problem: 'prompt is required' },
		{
			what: 'a prompt of 1001 characters',
			prompt: 'a'.repeat(1001),
			problem: 'prompt must have at most 1000 characters, it has 1001',
		},
		{
			what: 'a prompt of 1001 emoji',
			prompt: '🎨'.repeat(1001),
			problem: 'prompt must have at most 1000 characters, it has 1001',
		},
		{
			what: 'a prompt that is an object',
			prompt: { text: 'Snow' },
			problem: 'prompt must be text, not an object',
		},
	].map(({ prompt, ...rest }) => ({
		...rest,
		parameters: { prompt: '={{ $json.prompt ?? "Snow" }}' },
		bad: withJson({ prompt }),
		advice: 'Correct "Prompt" in this node',
	})),
	...[
		{ variations: 0, shown: '0' },
		{ variations: 11, shown: '11' },
		{ variations: 2.5, shown: '2.5' },
	].map(({ variations, shown }) => ({
		what: `${shown} variations`,
		options: { variations: '={{ $json.variations }}' },
		bad: withJson({ variations }),
		problem: `variations must be a whole number from 1 to 10, not ${shown}`,
		advice: 'Correct "Variations" in the options',
	})),
	...[
		{ what: 'that are a list', fields: '[1, 2]' },
		{ what: 'that are no JSON', fields: '{guidance: 7' },
		{ what: 'that are a number', fields: '7' },
		{ what: 'that are null', fields: 'null' },
	].map(({ what, fields }) => ({
		what: `custom fields ${what}`,
		subject: 'lucy-image-2',
		parameters: {
			model: 'custom',
			customModelId: 'lucy-image-2',
			customFields: '={{ $json.fields ?? "{}" }}',
		},
		bad: withJson({ fields }),
		problem: 'customFields must be a JSON object such as {"guidance": 7}',
	})),
	{
		what: 'a custom field that is no plain value',
		parameters: {
			model: 'custom',
			customModelId: 'lucy-image-2',
			customFields: '={{ $json.fields ?? {} }}',
		},
		bad: withJson({ fields: { guidance: [7] } }),
		problem: 'customFields.guidance must be text, a number, true or false',
		inEditor: 'Extra Fields (JSON): "guidance" must be text, a number, true or false',
	},
	{
		what: 'a custom field that the node has itself',
		parameters: {
			model: 'custom',
			customModelId: 'lucy-image-2',
			customFields: '={{ $json.fields ?? {} }}',
		},
		bad: withJson({ fields: { prompt: 'Rain' } }),
		problem: 'customFields.prompt is already given by a field of this node',
		inEditor: 'Extra Fields (JSON): "prompt" is already given by a field of this node',
	},
	{
		what: 'no custom model',
		subject: 'the custom model',
		parameters: { model: 'custom', customModelId: '={{ $json.model ?? "lucy-image-2" }}' },
		bad: withJson({ model: ' ' }),
		problem: 'customModelId is required',
		advice: 'Enter the ID as Decart lists it',
	},
	{
		what: 'a custom model that is a path',
		subject: 'the custom model',
		parameters: { model: 'custom', customModelId: '={{ $json.model ?? "lucy-image-2" }}' },
		bad: withJson({ model: '../realtime/quota' }),
		problem: 'customModelId may hold letters, digits, dots, dashes and underscores only',
		advice: 'Enter the ID as Decart lists it',
	},
	{
		what: 'several problems, all of them reported at once,',
		parameters: { prompt: '={{ $json.prompt ?? "Snow" }}' },
		options: { seed: '={{ $json.seed }}' },
		bad: { json: { prompt: '', seed: -1 }, files: { photo: cat, other: cat } },
		problem:
			'data is required; prompt is required; seed must be a whole number from 0 to 4294967295, not -1',
		inEditor:
			'Image Binary Field: the item has no file "data"; it has "photo", "other"; Prompt is required; Seed must be a whole number from 0 to 4294967295, not -1',
		advice: 'Correct "Image Binary Field" and "Prompt" and "Seed" in this node',
	},
];

const URLS: readonly Case[] = [
	...[
		{
			what: 'no URL',
			url: '',
			problem: 'data is required',
			inEditor: 'Image URL: enter the URL of the file',
		},
		{
			what: 'a URL without a scheme',
			url: 'example.com/cat.png',
			problem: 'data must be a URL that begins with http:// or https://',
			inEditor: 'Image URL: it must begin with https:// or http://',
		},
		{
			what: 'an ftp URL',
			url: 'ftp://127.0.0.1/cat.png',
			problem: 'data must be an http or https URL, not ftp:',
			inEditor: 'Image URL: it must begin with https:// or http://, not ftp:',
		},
		{
			what: 'a file URL',
			url: 'file:///etc/hostname',
			problem: 'data must be an http or https URL, not file:',
			inEditor: 'Image URL: it must begin with https:// or http://, not file:',
		},
		{
			what: 'a data URL',
			url: 'data:image/png;base64,AAAA',
			problem: 'data must be an http or https URL, not data:',
			inEditor: 'Image URL: it must begin with https:// or http://, not data:',
		},
	].map(({ url, ...rest }) => ({
		...rest,
		parameters: { dataSource: 'url', dataUrl: '={{ $json.url }}' },
		bad: { json: { url } },
	})),
];

const LABELS: Readonly<Record<string, string>> = {
	prompt: 'Prompt',
	seed: 'Seed',
	resolution: 'Resolution',
	enhance_prompt: 'Enhance Prompt',
	variations: 'Variations',
	customModelId: 'Custom Model ID',
	customFields: 'Extra Fields (JSON)',
};

describe.each([...FILES, ...VALUES, ...URLS])('$what', (bad) => {
	const { parameters = {}, options = {}, problem, subject = 'lucy-image-2' } = bad;
	const good = { json: { url: photoUrl }, files: photo };
	const run = { parameters, options, items: [good, bad.bad] };
	const message = bad.inEditor ?? problem.replace(/^\w+/, (name) => LABELS[name] ?? name);
	const likeSdk = `(Invalid inputs for ${subject}: ${problem})`;

	it('stops the workflow with its message and its item, before anything is sent', async () => {
		const { error, items } = await edit(run);
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `${message} [item 1]`,
			description: expect.stringContaining(bad.advice ?? 'run the item again'),
			context: { code: 'INVALID_INPUT', itemIndex: 1 },
		});
		expect(error?.description).toContain(likeSdk);
		expectNothingSent(sandbox);
	});

	it('is an item with "continue on error", and the good item is done', async () => {
		const { error, items } = await edit({ ...run, node: CONTINUE });
		expect(error).toBeUndefined();
		expect(items[1]).toEqual({
			json: {
				error: message,
				code: 'INVALID_INPUT',
				description: expect.stringContaining(bad.advice ?? 'run the item again'),
			},
			pairedItem: { item: 1 },
		});
		expect(items[0]).toMatchObject({ json: { status: 'completed' }, pairedItem: { item: 0 } });
		expect(sandbox.requests()).toHaveLength(1);
		expect(sandbox.ledger()).toHaveLength(1);
	});
});

describe('right at the limit', () => {
	it.each([
		['a prompt of 1000 characters', 'a'.repeat(1000)],
		['a prompt of 1000 emoji', '🎨'.repeat(1000)],
	])('%s passes', async (_, prompt) => {
		const { error } = await edit({ parameters: { prompt }, items: [{ files: photo }] });
		expect(error).toBeUndefined();
		expect(sandbox.ledger()).toMatchObject([{ fields: { prompt } }]);
	});

	it('10 variations pass', async () => {
		const { items } = await edit({
			options: { variations: 10, resolution: '480p' },
			items: [{ files: photo }],
		});
		expect(items).toHaveLength(10);
		expect(sandbox.ledger()).toHaveLength(10);
	});
});
