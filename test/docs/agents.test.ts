import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { DECART, type WorkflowFile } from '../../scripts/engine';
import { findParameter } from '../../scripts/readme/agentFields';
import { EXAMPLES, readPage } from './support';

/** `$fromAI('prompt', 'What should change', 'string')` */
const FROM_AI = /\$fromAI\('(\w+)', '([^']*)'/;

const tools = EXAMPLES.flatMap((file) => {
	const { nodes } = JSON.parse(readPage(`examples/${file}`)) as WorkflowFile;
	return nodes
		.filter(({ type }) => type === `${DECART}Tool`)
		.map(({ parameters }) => ({ file, parameters }));
});

describe.each(tools)('The tool of the example $file', ({ parameters }) => {
	const { resource, operation } = parameters as { resource: string; operation: string };
	const filledIn = listFilledIn(parameters);

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

it('Three examples are about agents', () => {
	expect(tools).toHaveLength(3);
});

function listFilledIn({ options, ...fields }: INodeParameters): [name: string, words: string][] {
	return Object.entries({ ...fields, ...(options as INodeParameters) }).flatMap(([name, value]) => {
		const words = FROM_AI.exec(String(value))?.[2];
		return words === undefined ? [] : [[name, words] as [string, string]];
	});
}
