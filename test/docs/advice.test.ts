import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { DecartApi } from '../../credentials/DecartApi.credentials';
import { Decart } from '../../nodes/Decart/Decart.node';
import { readPage } from './support';

/** What n8n calls its own controls, in every version that the node is tried in. */
const N8N = ['Retry On Fail', 'Retry', 'Binary'];
/** What is no control in every version: a button that is not there, and the two names of one field. */
const NOT_EVERYWHERE = /\bTest\b|\bbuttons?\b|\bCredentials? to connect with\b|\bpress\b/i;

/** Words with capital letters in a row, as in "Max Cost (USD)" or "Items at Once". */
const LABEL =
	/([A-Z][a-z]{2,}(?:(?: (?:at|in|as|for|on))* (?:[A-Z][a-z]{2,}|On|As|URL)\b)+(?: \([A-Z]\w+\))?)/g;

const { description } = new Decart();
const labels = new Set([...listLabels(description), ...listLabels(new DecartApi()), ...N8N]);
// What is generated names models, which are no controls.
const sources = ['nodes', 'credentials'].flatMap(listSources).filter((path) => !path.includes('/generated/'));
const texts = sources.flatMap(listTexts);
/** Labels are held by a test of their own; this one is about what is said about them. */
const sentences = texts.filter(({ text }) => /[a-z] [a-z]/.test(text));

describe('What a person reads', () => {
	it('is found in the code', () => {
		expect(sentences.length).toBeGreaterThan(150);
		expect(sentences.map(({ text }) => text)).toContain(
			'Choose or create a Decart credential at the top of this node.',
		);
	});

	it('puts only labels in quotes', () => {
		const quoted = collect(/"([A-Z][^"…]*)"/g);
		expect(quoted.length).toBeGreaterThan(5);
		expect(quoted.filter(({ found }) => !labels.has(found))).toEqual([]);
	});

	it('calls a field or choice by its label', () => {
		const names = collect(LABEL);
		const unknown = names.filter(
			({ found }) => !labels.has(found) && !labels.has(withoutFirstWord(found)),
		);
		expect(names.length).toBeGreaterThan(20);
		expect(unknown).toEqual([]);
	});

	it('names only resources and operations that there are', () => {
		const ways = collect(/([A-Z]\w+) → (?:[A-Z]\w+)/g);
		expect(ways.length).toBeGreaterThan(3);
		for (const { found } of ways) expect(labels).toContain(found);
		for (const { found } of collect(/[A-Z]\w+ → ([A-Z]\w+)/g)) expect(labels).toContain(found);
	});

	it('names no control that only some versions of n8n have', () => {
		expect(texts.filter(({ text }) => NOT_EVERYWHERE.test(text))).toEqual([]);
	});
});

interface Text {
	readonly file: string;
	readonly text: string;
}

function collect(pattern: RegExp): { file: string; found: string }[] {
	return sentences.flatMap(({ file, text }) =>
		[...text.matchAll(pattern)].map(([, found = '']) => ({ file, found })),
	);
}

/** "Choose Binary File" begins a sentence; the label is the rest. */
function withoutFirstWord(name: string): string {
	return name.slice(name.indexOf(' ') + 1);
}

function listSources(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.map((path) => `${folder}/${path}`);
}

/** The literals of a file, with a dash for what is put in. */
function listTexts(file: string): Text[] {
	const texts: Text[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node)) texts.push({ file, text: node.text });
		if (ts.isTemplateExpression(node))
			texts.push({
				file,
				text: [node.head, ...node.templateSpans.map(({ literal }) => literal)]
					.map(({ text }) => text)
					.join('…'),
			});
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, readPage(file), ts.ScriptTarget.Latest, true));
	return texts;
}

/** Every label at any depth: of parameters, of their options and of their values. */
function listLabels(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(listLabels);
	if (typeof value !== 'object' || value === null) return [];
	const { displayName, name } = value as { displayName?: unknown; name?: unknown };
	const own = [displayName, name].filter((label) => typeof label === 'string');
	return [...own, ...Object.values(value).flatMap(listLabels)];
}
