import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkflowFile } from '../../scripts/engine';
import { DECART } from '../../scripts/engine';
import { EXAMPLES, readPage } from './support';

describe.each(EXAMPLES)('The example %s', (file) => {
	const text = readPage(join('examples', file));
	const { name, nodes, connections } = JSON.parse(text) as WorkflowFile;

	it('is described on the page of the examples', () => {
		expect(readPage('examples/README.md')).toContain(`](${file})`);
	});

	it('has a name, and notes that explain it', () => {
		expect(name).toMatch(/Decart/);
		expect(nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote').length).toBeGreaterThan(0);
	});

	it('has notes that n8n 2.8 draws well: no paragraph after a list, which would join its last entry', () => {
		for (const { parameters } of nodes)
			expect(String(parameters.content)).not.toMatch(/^(?:\d+\.|-) .*\n\n(?![#`]|\d+\.|- )/m);
	});

	it('connects nodes that it has', () => {
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		const ends = Object.entries(connections).flatMap(([from, outputs]) => [
			from,
			...Object.values(outputs).flatMap((lists) =>
				lists.flatMap((list) => (list ?? []).map(({ node }) => node)),
			),
		]);
		expect(ends.filter((end) => !names.includes(end))).toEqual([]);
	});

	it('names a Decart credential, and holds no key', () => {
		const decart = nodes.filter(({ type }) => type.startsWith(DECART));
		expect(decart.length).toBeGreaterThan(0);
		expect(decart.filter(({ credentials }) => !credentials?.decartApi?.name)).toEqual([]);
		expect(text).not.toMatch(/\b(dct|ek)_\w/);
	});
});
