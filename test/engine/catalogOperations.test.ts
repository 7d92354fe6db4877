import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import { builtDescription, listOperations } from '../support/editor';
import { sample } from '../../scripts/samples/media';
import { createInputItem, newSandbox, runAt, runOnAt, useBinaryStore } from '../support/operations';

useBinaryStore();
vi.setConfig({ maxConcurrency: 12 });

/** An input that works and one that cannot, for an operation. */
interface Inputs {
	readonly good: INodeParameters;
	readonly bad: INodeParameters;
	/** What is said of the bad one. */
	readonly problem: string;
}

const EMPTY = '={{ "" }}';
const PROMPT = { prompt: 'Snow' };
const JOB = { good: { jobId: '={{ $json.jobId }}' }, bad: { jobId: EMPTY } };
const FILE = { good: { fileId: '={{ $json.fileId }}' }, bad: { fileId: EMPTY } };

const INPUTS: Readonly<Record<string, Inputs>> = {
	'image.edit': {
		good: { ...PROMPT, dataBinary: 'image' },
		bad: { ...PROMPT, dataBinary: 'photo' },
		problem: 'Image Binary Field: the item has no file "photo"',
	},
	'image.generate': {
		good: PROMPT,
		bad: { prompt: EMPTY },
		problem: 'Prompt is required',
	},
	'video.edit': {
		good: PROMPT,
		bad: { ...PROMPT, dataBinary: 'image' },
		problem: 'Video Binary Field: the file cat.png is image/png, not a video',
	},
	'video.restyle': {
		good: PROMPT,
		bad: { prompt: EMPTY },
		problem: 'Give a Prompt or a Style Image',
	},
	'video.tryOn': {
		good: PROMPT,
		bad: { referenceImageSource: 'binary', referenceImageBinary: 'data' },
		problem: 'Garment Image Binary Field: the file coffee-zoom.mp4 is video/mp4, not an image',
	},
	'video.generate': {
		good: PROMPT,
		bad: { ...PROMPT, options: { orientation: 'square' } },
		problem: 'Orientation must be landscape or portrait, not "square"',
	},
	'video.animate': {
		good: { ...PROMPT, dataBinary: 'image' },
		bad: { ...PROMPT, dataBinary: 'data' },
		problem: 'Image Binary Field: the file coffee-zoom.mp4 is video/mp4, not an image',
	},
	'video.transition': {
		good: { ...PROMPT, startBinary: 'image', endBinary: 'image' },
		bad: { ...PROMPT, startBinary: 'image', endBinary: 'last' },
		problem: 'Last Frame Binary Field: the item has no file "last"',
	},
	'job.get': { ...JOB, problem: 'Job ID is required' },
	'job.wait': { ...JOB, problem: 'Job ID is required' },
	'job.download': { ...JOB, problem: 'Job ID is required' },
	'file.upload': {
		good: {},
		bad: { ttl: 'seconds', ttlSeconds: 59 },
		problem: 'Seconds must be a whole number from 60 to 2592000, not 59',
	},
	'file.get': { ...FILE, problem: 'File ID is required' },
	'file.delete': { ...FILE, problem: 'File ID is required' },
	'model.resolve': {
		good: { modelNames: 'lucy-latest' },
		bad: { modelNames: ',' },
		problem: 'Model Names is required',
	},
	'account.getQuota': {
		good: {},
		bad: { options: { requestTimeout: 0 } },
		problem: 'Request Timeout (Seconds) must be a number from 1 to 3600, not 0',
	},
	'account.createClientToken': {
		good: {},
		bad: { tokenFields: { expiresIn: 0 } },
		problem: 'Expires In (Seconds) must be a whole number from 1 to 3600, not 0',
	},
};

const operations = listOperations(await builtDescription());
const cases = operations.map(({ resource, operation }) => ({
	resource,
	operation,
	name: `${resource}.${operation}`,
}));

it('Every operation of the node is tested with an input that works and one that cannot', () => {
	expect(Object.keys(INPUTS).sort()).toEqual(cases.map(({ name }) => name).sort());
});

describe.concurrent('With the simplest input that works', () => {
	it.for(cases)(
		'$resource → $operation gives one item, paired to its input',
		async ({ resource, operation, name }) => {
			const sandbox = await newSandbox({ retired: true });
			const item = await createInputItem(sandbox);
			const { items, error } = await runAt(sandbox, { resource, operation, ...INPUTS[name]?.good }, [
				item,
			]);
			expect(error).toBeUndefined();
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
			expect(items[0]?.json).not.toHaveProperty('error');
			expect(sandbox.requests().filter(({ unknownFields }) => unknownFields.length > 0)).toEqual([]);
			expect(sandbox.requests().every(({ status = 0 }) => status < 300)).toBe(true);
		},
	);
});

describe.concurrent('With an input that cannot be right', () => {
	it.for(cases)('$resource → $operation sends nothing', async ({ resource, operation, name }) => {
		const sandbox = await newSandbox({ retired: true });
		const parameters = { resource, operation, ...INPUTS[name]?.bad };
		const items = [{ files: { data: sample('coffee-zoom.mp4'), image: sample('cat.png') } }];

		const stopped = await runAt(sandbox, parameters, items);
		expect(stopped.items).toEqual([]);
		expect(stopped.error?.message).toContain(INPUTS[name]?.problem);
		expect(stopped.error).toMatchObject({ context: { code: 'INVALID_INPUT', itemIndex: 0 } });

		const goneOn = await runOnAt(sandbox, parameters, items);
		expect(goneOn.items).toHaveLength(1);
		expect(goneOn.items[0]?.json).toMatchObject({ code: 'INVALID_INPUT' });
		expect(goneOn.items[0]?.json.error).toContain(INPUTS[name]?.problem);
		expect(goneOn.items[0]?.pairedItem).toEqual({ item: 0 });
		expect(sandbox.requests()).toEqual([]);
	});
});
