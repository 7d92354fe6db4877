import { createDecartClient, models } from '@decartai/sdk';
import { expect, it } from 'vitest';
import type { RecordedRequest } from '../../sandbox';
import type { InputFile } from '../../scripts/samples/media';
import { sample } from '../../scripts/samples/media';
import { bytesIn, imageStage, PROMPT } from './imageSupport';
import { sha256 } from '../support/operations';

const { sandbox, edit } = await imageStage();
const client = createDecartClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
const cat = sample('cat.png');
const coffee = sample('coffee.jpg');
const asFile = ({ bytes, fileName = '', mimeType = '' }: InputFile) =>
	new File([bytes], fileName, { type: mimeType });

/** A request's method, place, key and parts; in a form the order of parts means nothing. */
function essence({ method, path, apiKey, texts, files, unknownFields }: RecordedRequest) {
	const byName = (a: string, b: string) => a.localeCompare(b, 'en');
	return {
		method,
		path,
		apiKey,
		unknownFields,
		texts: [...texts].sort(([a], [b]) => byName(a, b)),
		files: [...files].sort((a, b) => byName(a.name, b.name)),
	};
}

// Where no resolution is given the SDK fills in the API's default, and the node leaves it to the API.
const CASES: readonly {
	readonly what: string;
	readonly options: {
		readonly seed?: number;
		readonly resolution: '480p' | '720p';
		readonly enhancePrompt?: boolean;
	};
	readonly withReference: boolean;
	readonly prompt?: string;
}[] = [
	{ what: 'a prompt alone', options: { resolution: '720p' }, withReference: false },
	{ what: 'the seed 0', options: { resolution: '720p', seed: 0 }, withReference: false },
	{
		what: 'a prompt of several lines',
		prompt: 'Snow.\nNo people.\r\nNight.',
		options: { resolution: '720p' },
		withReference: false,
	},
	{
		what: 'every field',
		options: { seed: 42, resolution: '480p', enhancePrompt: false },
		withReference: true,
	},
];

it.each(CASES)('with $what, the node asks for what Decart’s official SDK asks for', async (asked) => {
	const { options, withReference, prompt = PROMPT } = asked;
	const { items } = await edit({
		items: [{ json: { prompt }, files: { data: cat, referenceImage: coffee } }],
		parameters: {
			prompt: '={{ $json.prompt }}',
			referenceImageSource: withReference ? 'binary' : 'none',
		},
		options: { ...options },
	});
	const { enhancePrompt, ...same } = options;
	const answer = await client.process({
		model: models.image('lucy-image-2'),
		prompt,
		data: asFile(cat),
		...same,
		...(enhancePrompt !== undefined && { enhance_prompt: enhancePrompt }),
		...(withReference && { reference_image: asFile(coffee) }),
	});

	const [node, sdk] = sandbox.requests();
	expect(node && essence(node)).toEqual(sdk && essence(sdk));
	expect(sandbox.ledger()).toHaveLength(2);
	const seeds = sandbox.ledger().map(({ fields }) => fields.seed);
	const results = [await bytesIn(items[0]), Buffer.from(await answer.arrayBuffer())].map(sha256);
	// Without a seed each generation has its own.
	expect(results[0] === results[1]).toBe(seeds[0] === seeds[1]);
});
