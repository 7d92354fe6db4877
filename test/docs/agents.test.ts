import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { parameters } from '../../nodes/Decart/actions/description';
import { imageEdit } from '../../nodes/Decart/generated/imageEdit';
import { DECART, type WorkflowFile } from '../../scripts/engine';
import { findParameter } from '../../scripts/readme/agentFields';
import { EXAMPLES, PAGES, readPage } from './support';

/** `$fromAI('prompt', 'What should change', 'string')` */
const FROM_AI = /\$fromAI\('(\w+)', '([^']*)'/;

const tools = EXAMPLES.flatMap((file) => {
	const { nodes } = JSON.parse(readPage(`examples/${file}`)) as WorkflowFile;
	return nodes
		.filter(({ type }) => type === `${DECART}Tool`)
		.map(({ parameters }) => ({ file, parameters }));
});

describe.each(tools)('The tool of the example $file', ({ parameters: written }) => {
	const { resource, operation } = written as { resource: string; operation: string };
	const filledIn = listFilledIn(written);

	it('leaves the model the fields that differ from call to call, in the words of the editor', () => {
		expect(filledIn.length).toBeGreaterThan(0);
		for (const [name, words] of filledIn)
			expect(words, name).toBe(findParameter(name, { resource, operation }).description);
	});

	it('keeps what costs more from the model', () => {
		const names = filledIn.map(([name]) => name);
		expect(names.filter((name) => !/^(prompt|seed|jobId|\w+Url)$/.test(name))).toEqual([]);
	});
});

it('The example that asks first names the list price', () => {
	const { nodes } = JSON.parse(readPage('examples/agent-ask-first.json')) as WorkflowFile;
	const question = nodes.find(({ name }) => name === 'Ask Before Spending')?.parameters.message;
	const model = imageEdit.models.find(({ id }) => id === imageEdit.defaultModel);
	expect(question).toContain(`about $${model?.price?.perImage?.['720p']}`);
});

it('Three examples are about agents', () => {
	expect(tools).toHaveLength(3);
});

function listFilledIn({ options, ...fields }: INodeParameters): [name: string, words: string][] {
	return Object.entries({ ...fields, ...(options as INodeParameters) }).flatMap(([name, value]) => {
		const words = FROM_AI.exec(String(value))?.[2];
		return words === undefined ? [] : [[name, words] as [string, string]];
	});
}

/** The types that the editor has a sparkle button for. */
const FILLABLE = ['string', 'number', 'boolean', 'json'];

it('Every field that a model may fill in says what it takes', () => {
	const silent = flatten(parameters)
		.filter(({ type }) => FILLABLE.includes(type))
		.filter(
			({ displayName, description = '' }) => !description.includes(' ') || description === displayName,
		);
	expect(silent.map(({ name }) => name)).toEqual([]);
});

it('The pages name no setting of n8n that lets tools in, since there is none', () => {
	const pages = [...PAGES.map(readPage), ...EXAMPLES.map((file) => readPage(`examples/${file}`))];
	expect(pages.filter((text) => text.includes('N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE'))).toEqual([]);
});

function flatten(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) =>
		property.type === 'collection' ? flatten((property.options ?? []) as INodeProperties[]) : [property],
	);
}
