import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '../..');
const SOURCE = /\.(ts|mts|mjs|cjs)$/;
const SPECIFIER = /(?:from|import|require)\s*\(?\s*'(\.[^']*)'/g;

/** Who imports whom, by path from the repository's root or by a group of such paths. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** All source files of the repository, without what is installed, built or ignored. */
export function listSourceFiles(): string[] {
	return listFiles().filter((path) => SOURCE.test(path));
}

/** All files of the repository, without what is installed, built or ignored. */
export function listFiles(): string[] {
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	return listed.split('\n').filter((path) => readSource(path) !== undefined);
}

/** The text of a file; `undefined` for one that is listed but has been removed. */
export function readSource(path: string): string | undefined {
	try {
		return readFileSync(join(ROOT, path), 'utf8');
	} catch {
		return undefined;
	}
}

/** Which file imports which, type imports included. */
export function readImports(): Graph {
	const files = new Set(listSourceFiles());
	return new Map(
		[...files].map((file) => {
			const specifiers = [...(readSource(file) ?? '').matchAll(SPECIFIER)];
			const targets = specifiers.flatMap(([, specifier = '']) => {
				const path = normalize(join(dirname(file), specifier));
				const found = [path, `${path}.ts`, `${path}/index.ts`].find((candidate) =>
					files.has(candidate),
				);
				return found === undefined ? [] : [found];
			});
			return [file, new Set(targets)];
		}),
	);
}

/** The same imports between groups of files; imports within a group are left out. */
export function groupImports(imports: Graph, group: (path: string) => string): Graph {
	const groups = new Map<string, Set<string>>();
	for (const [file, targets] of imports) {
		const from = group(file);
		const reached = groups.get(from) ?? new Set();
		groups.set(from, reached);
		for (const target of targets) if (group(target) !== from) reached.add(group(target));
	}
	return groups;
}

/** The shortest cycle through each member of one; none in a graph whose arrows go one way. */
export function findCycles(graph: Graph): string[] {
	const cycles = new Map<string, string>();
	for (const start of graph.keys()) {
		const cycle = findCycle(graph, start);
		const members = [...(cycle ?? [])].sort().join();
		if (cycle && !cycles.has(members)) cycles.set(members, [...cycle, start].join(' → '));
	}
	return [...cycles.values()];
}

function findCycle(graph: Graph, start: string): string[] | undefined {
	const ways = new Map<string, string[]>([[start, [start]]]);
	for (const [at, way] of ways) {
		for (const next of graph.get(at) ?? []) {
			if (next === start) return way;
			if (!ways.has(next)) ways.set(next, [...way, next]);
		}
	}
	return undefined;
}
