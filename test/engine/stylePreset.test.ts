import { NodeHelpers, type INodeParameters, type INodeType } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Decart } from '../../nodes/Decart/Decart.node';
import { STYLE_PRESETS } from '../../nodes/Decart/operation/stylePresets';
import { startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor, runDecart } from '../../scripts/engine/runDecart';
import { smallPng } from '../../scripts/samples/media';
import { useBinaryStore } from '../support/operations';

const OIL = STYLE_PRESETS.find(({ value }) => value === 'oilPainting')?.text ?? '';
let sandbox: Sandbox;
useBinaryStore();
beforeAll(async () => {
	sandbox = await startSandbox({});
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

async function promptSent(parameters: INodeParameters, typeVersion = 1): Promise<string | undefined> {
	const files = { data: { bytes: await smallPng(), fileName: 'a.png', mimeType: 'image/png' } };
	const credential = credentialFor(sandbox);
	const { error } = await runDecart({ parameters, items: [{ files }], credential, node: { typeVersion } });
	expect(error).toBeUndefined();
	return sandbox.requests()[0]?.texts.find(([name]) => name === 'prompt')?.[1];
}

describe('A style preset', () => {
	test('fills a prompt that was left empty', async () => {
		expect(await promptSent({ prompt: '', options: { stylePreset: 'oilPainting' } })).toBe(OIL);
	});

	test('follows a prompt that was written', async () => {
		const options = { stylePreset: 'oilPainting' };
		expect(await promptSent({ prompt: 'A red scarf for the cat.', options })).toBe(
			`A red scarf for the cat. ${OIL}`,
		);
	});

	test('stands beside the prompt since version 1.1 of the node', async () => {
		const sent = await promptSent({ prompt: 'A red scarf', stylePreset: 'watercolor' }, 1.1);
		expect(sent).toMatch(/^A red scarf\. Watercolor painting/);
	});

	test('changes nothing when it is none', async () => {
		expect(await promptSent({ prompt: 'A red scarf', options: { stylePreset: 'none' } })).toBe(
			'A red scarf',
		);
	});

	test('counts toward the limit of the prompt', async () => {
		const { error } = await runDecart({
			parameters: { prompt: 'x'.repeat(990), options: { stylePreset: 'oilPainting' } },
			items: [{ files: { data: { bytes: await smallPng() } } }],
			credential: credentialFor(sandbox),
		});
		expect(error?.message).toContain('Prompt must have at most 1000 characters');
		expect(sandbox.requests()).toEqual([]);
	});
});

describe('The editor asks for a prompt', () => {
	const { description }: INodeType = new Decart();
	const issues = (typeVersion: number, values: INodeParameters) => {
		const node = {
			id: '1',
			name: 'Decart',
			type: 'decart',
			typeVersion,
			position: [0, 0] as [number, number],
		};
		const parameters = NodeHelpers.getNodeParameters(
			description.properties,
			{ resource: 'image', operation: 'edit', prompt: '', ...values },
			true,
			false,
			node,
			description,
		);
		return NodeHelpers.getNodeParametersIssues(
			description.properties,
			{ ...node, parameters: parameters ?? {} },
			description,
		)?.parameters;
	};

	test('where no preset fills it', () => {
		expect(issues(1, {})).toHaveProperty('prompt');
		expect(issues(1, { options: { stylePreset: 'none' } })).toHaveProperty('prompt');
		expect(issues(1.1, {})).toHaveProperty('prompt');
		expect(issues(1.1, { stylePreset: 'none' })).toHaveProperty('prompt');
	});

	test('and not where one does', () => {
		expect(issues(1, { options: { stylePreset: 'watercolor' } })).toBeUndefined();
		expect(issues(1.1, { stylePreset: 'watercolor' })).toBeUndefined();
	});
});
