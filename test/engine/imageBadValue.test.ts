import { describe, expect, it } from 'vitest';
import { CAT, expectRefusals, PHOTO, withJson, type BadInput } from './badInputSupport';
import { imageStage } from './imageSupport';

const stage = await imageStage();
const { sandbox, edit } = stage;

const VALUES: readonly BadInput[] = [
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
		bad: { json: { prompt: '', seed: -1 }, files: { photo: CAT, other: CAT } },
		problem:
			'data is required; prompt is required; seed must be a whole number from 0 to 4294967295, not -1',
		inEditor:
			'Image Binary Field: the item has no file "data"; it has "photo", "other"; Prompt is required; Seed must be a whole number from 0 to 4294967295, not -1',
		advice: 'Correct "Image Binary Field" and "Prompt" and "Seed" in this node',
	},
];

await expectRefusals(stage, VALUES);

describe('right at the limit', () => {
	it.each([
		['a prompt of 1000 characters', 'a'.repeat(1000)],
		['a prompt of 1000 emoji', '🎨'.repeat(1000)],
	])('%s passes', async (_, prompt) => {
		const { error } = await edit({ parameters: { prompt }, items: [{ files: PHOTO }] });
		expect(error).toBeUndefined();
		expect(sandbox.ledger()).toMatchObject([{ fields: { prompt } }]);
	});

	it('10 variations pass', async () => {
		const { items } = await edit({
			options: { variations: 10, resolution: '480p' },
			items: [{ files: PHOTO }],
		});
		expect(items).toHaveLength(10);
		expect(sandbox.ledger()).toHaveLength(10);
	});
});
