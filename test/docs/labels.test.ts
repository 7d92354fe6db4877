import { describe, expect, it } from 'vitest';
import { DecartApi } from '../../credentials/DecartApi.credentials';
import { Decart } from '../../nodes/Decart/Decart.node';
import type { WorkflowFile } from '../../scripts/engine';
import { EXAMPLES, readPage, USER_PAGES } from './support';

/** What is bold in the pages' text without being a word of this node: n8n's own words, and emphasis. */
const OTHERS = [
	'API Keys',
	'Save',
	'Retry',
	'Binary',
	'Add human review step',
	'Options',
	'Operation',
	'Import → From file',
	'Import from file',
	'Execute workflow',
	'Settings → Community nodes',
	'Install',
	'Install a community node',
	'⋯',
	'+',
	'New credential',
	'Credential',
	'New workflow',
	'Workflow',
	'Continue',
	'More details',
	'Edit an image',
	'Execute step',
	'Executions',
	'Add option',
	'Settings',
	'Description',
	'View',
	'On Error → Continue',
	'In the editor',
	'In Docker',
	'From the sources',
];

describe('The README and docs/', () => {
	it('call the fields, options and nodes what they are called', () => {
		const named = USER_PAGES.flatMap((page) => boldIn(extractProse(readPage(page)))).flatMap((text) =>
			text.split(' → '),
		);
		const known = [
			...labelsIn(new Decart().description),
			...labelsIn(new DecartApi()),
			...exampleNodes(),
		];
		const others = OTHERS.flatMap((text) => text.split(' → '));
		expect(named.length).toBeGreaterThan(20);
		expect(named.filter((name) => !known.includes(name) && !others.includes(name))).toEqual([]);
	});
});

/** The text without tables and code, and without bold sentences and headings within the text. */
function extractProse(markdown: string): string {
	return markdown
		.replace(/<!-- [\w-]+:begin -->[^]*?<!-- [\w-]+:end -->/g, '')
		.replace(/^```[^]*?^```$/gm, '')
		.replace(/^- \*\*.*$/gm, '')
		.replace(/^\*\*(What|n8n's) .*$/gm, '');
}

function boldIn(text: string): string[] {
	return [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, bold = '']) => bold);
}

/** Every label at any depth: of parameters, of their options and of their values. */
function labelsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(labelsIn);
	if (typeof value !== 'object' || value === null) return [];
	const { displayName, name } = value as { displayName?: unknown; name?: unknown };
	const own = [displayName, name].filter((label) => typeof label === 'string');
	return [...own, ...Object.values(value).flatMap(labelsIn)];
}

function exampleNodes(): string[] {
	const workflows = EXAMPLES.map((file) => JSON.parse(readPage(`examples/${file}`)) as WorkflowFile);
	return workflows.flatMap(({ nodes }) => nodes.map(({ name }) => name));
}
