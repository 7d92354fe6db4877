import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycles, groupImports, readImports, readSource } from '../support/imports';

/** What each area of the repository may import from, besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
	credentials: ['nodes'],
	nodes: [],
	openapi: [],
	sandbox: ['nodes', 'openapi'],
	scripts: ['credentials', 'nodes', 'openapi', 'sandbox'],
	bench: ['nodes', 'sandbox', 'scripts'],
	e2e: ['nodes', 'sandbox', 'scripts'],
	test: ['bench', 'credentials', 'nodes', 'openapi', 'sandbox', 'scripts'],
};

/** Folders in layers from the bottom to the top: each may import only from itself and from those before it. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
	sandbox: [
		'util',
		'http',
		'media',
		'faults',
		'types.ts',
		'multipart',
		'openapi',
		'store',
		'api',
		'server',
		'index.ts',
	],
	'nodes/Decart': [
		'types.ts',
		'generated',
		'transport',
		'batch',
		'media',
		'operation',
		'jobs',
		'generation',
		'actions',
	],
};

const imports = readImports();
/** The folders that hold folders. */
const parents = new Set([...imports.keys()].map((path) => dirname(dirname(path))));

/** The folder of a file. One that lies beside folders stands for itself: an index imports what lies below it. */
function folder(path: string): string {
	const parent = dirname(path);
	return parents.has(parent) ? path : parent;
}

function area(path: string): string {
	return path.includes('/') ? path.slice(0, path.indexOf('/')) : 'root';
}

describe('imports', () => {
	it('make no cycle between files', () => {
		expect(findCycles(imports)).toEqual([]);
	});

	it('make no cycle between folders', () => {
		expect(findCycles(groupImports(imports, folder))).toEqual([]);
	});

	it('make no cycle between areas', () => {
		expect(findCycles(groupImports(imports, area))).toEqual([]);
	});

	it.each(Object.entries(ARROWS))('of %s reach only areas below it', (name, allowed) => {
		const reached = groupImports(imports, area).get(name) ?? new Set();
		expect([...reached].filter((other) => !allowed.includes(other))).toEqual([]);
	});

	// They are run at every save, and are not to wait for the build.
	it("of the unit tests do not reach n8n's engine, which loads what was built", () => {
		const unitTests = [...imports.keys()].filter((path) => path.startsWith('test/unit/'));
		const reached = reachableFrom(unitTests);
		expect(reached.size).toBeGreaterThan(2 * unitTests.length);
		expect([...reached].filter((path) => path.startsWith('scripts/engine/'))).toEqual([]);
	});

	it.each(Object.entries(LAYERS))('of %s go down from layer to layer', (root, layers) => {
		const upward = [...groupImports(imports, (path) => layer(path, root, layers))].flatMap(
			([from, targets]) =>
				[...targets]
					.filter((to) => layers.indexOf(to) > layers.indexOf(from))
					.map((to) => `${from} → ${to}`),
		);
		expect(upward.filter((arrow) => layers.includes(arrow.split(' ')[0] ?? ''))).toEqual([]);
	});

	it('of media and batch, two layers side by side, do not reach each other', () => {
		const rooms = groupImports(imports, (path) => layer(path, 'nodes/Decart', ['media', 'batch']));
		expect([...(rooms.get('media') ?? [])]).not.toContain('batch');
		expect([...(rooms.get('batch') ?? [])]).not.toContain('media');
	});

	it.each([
		[
			'a file that imports itself through another',
			[
				['a.ts', ['b.ts']],
				['b.ts', ['a.ts']],
			],
			['a.ts → b.ts → a.ts'],
		],
		[
			'a longer way round',
			[
				['a', ['b']],
				['b', ['c']],
				['c', ['b']],
			],
			['b → c → b'],
		],
		[
			'arrows that go one way',
			[
				['a', ['b', 'c']],
				['b', ['c']],
				['c', []],
			],
			[],
		],
	] as const)('are distinguished: %s', (_, arrows, cycles) => {
		const graph = new Map(arrows.map(([from, to]) => [from as string, new Set<string>(to)]));
		expect(findCycles(graph)).toEqual(cycles);
	});
});

/** The files, and what they import, and what that imports. */
function reachableFrom(files: readonly string[]): Set<string> {
	const reached = new Set(files);
	// A set that grows is walked to its new end.
	for (const file of reached) for (const target of imports.get(file) ?? []) reached.add(target);
	return reached;
}

/** The layer of a file, a name of the list; the path itself for a file outside. */
function layer(path: string, root: string, layers: readonly string[]): string {
	if (!path.startsWith(`${root}/`)) return path;
	const [name = ''] = path.slice(root.length + 1).split('/');
	return layers.includes(name) ? name : path;
}

/** A folder of tests, what they try file by file, and fewer tests than there are. */
const MIRRORS = [
	['test/unit', 'nodes/Decart', 20],
	['test/openapi', 'openapi', 1],
	['test/sandbox', 'sandbox', 15],
	['test/scripts', 'scripts', 10],
] as const;
/** Tests of a whole; and n8n's rules take whatever lies in a folder called "credentials" for a credential. */
const NAMED_OTHERWISE = new Set(['sdk', 'credential/decartApi']);

describe('tests', () => {
	const files = new Set([...imports.keys()].flatMap((path) => [path, dirname(path)]));

	it.each(MIRRORS)('of %s are named after what they try in %s', (tests, sources, least) => {
		const names = [...imports.keys()]
			.filter((path) => path.startsWith(`${tests}/`) && path.endsWith('.test.ts'))
			.map((path) => path.slice(tests.length + 1, -'.test.ts'.length));
		// What a file does may take several test files, which lie in a folder of its name.
		const isSource = (name: string) =>
			[`${name}.ts`, name, `${dirname(name)}.ts`].some((path) => files.has(`${sources}/${path}`));
		expect(names.length).toBeGreaterThan(least);
		expect(names.filter((name) => !isSource(name) && !NAMED_OTHERWISE.has(name))).toEqual([]);
	});
});

describe('Commands', () => {
	const scripts = [...imports].filter(([path]) => /^scripts\/[^/]+\.ts$/.test(path));

	it("are started by a file beside the rooms, and written in the room's command.ts", () => {
		const rooms = scripts.map(([path, targets]) => [
			path,
			[...targets].filter((target) => !target.startsWith('scripts/util/')),
		]);
		expect(rooms).toEqual(
			scripts.map(([path]) => [path, [expect.stringMatching(/^scripts\/\w+\/command\.ts$/)]]),
		);
		expect(scripts.length).toBeGreaterThan(5);
	});

	it('have one starting file for each script of package.json', () => {
		const { scripts: commands } = JSON.parse(readSource('package.json') ?? '') as {
			scripts: Record<string, string>;
		};
		const started = Object.values(commands).flatMap(
			(line) => /tsx (scripts\/\w+\.ts)/.exec(line)?.[1] ?? [],
		);
		expect(started.sort()).toEqual(scripts.map(([path]) => path).sort());
	});
});
