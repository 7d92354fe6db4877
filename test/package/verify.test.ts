import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCodex } from '../../scripts/verify/codex';
import { checkContents, MAX_UNPACKED_SIZE } from '../../scripts/verify/contents';
import type { Finding } from '../../scripts/verify/finding';
import { checkIcons } from '../../scripts/verify/icons';
import { checkLoads } from '../../scripts/verify/load';
import { packAndUnpack } from '../../scripts/verify/pack';
import { isFullRun } from '../support/fullRun';
import { PACKAGE_FILES, scan, SOURCE_FILES } from '../../scripts/verify/scan.mjs';

const ROOT = join(__dirname, '../..');
const unpacked = await packAndUnpack(ROOT);
afterAll(() => unpacked.remove());
const { folder, files, unpackedSize } = unpacked;
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;

describe('the packed package', () => {
	it('has no dependency and one peer', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.bundledDependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('has less than 400 kB, and holds what it promises', () => {
		expect(MAX_UNPACKED_SIZE).toBe(400_000);
		expect(unpackedSize).toBeLessThan(MAX_UNPACKED_SIZE);
		expect(files).toEqual(
			expect.arrayContaining([
				'package.json',
				'dist/nodes/Decart/Decart.node.js',
				'dist/nodes/Decart/Decart.node.json',
				'dist/nodes/Decart/actions/description.json',
				'dist/nodes/Decart/actions/execution.js',
				'dist/credentials/DecartApi.credentials.js',
			]),
		);
	});

	it('holds nothing else, no trace of this machine and no key', () => {
		expect(checkContents(unpacked, ROOT)).toEqual([]);
	});

	it('passes n8n’s scan, its JavaScript and its package.json', async () => {
		const { scanned, findings } = await scan(folder, PACKAGE_FILES);
		expect(findings).toEqual([]);
		expect(scanned).toBe(files.filter((file) => file.endsWith('.js')).length + 1);
	});

	// `npm run lint`, which `npm test` runs beside this, applies the same rules to the same sources.
	if (isFullRun) {
		it('comes from sources that pass n8n’s scan', async () => {
			const { scanned, findings } = await scan(ROOT, SOURCE_FILES);
			expect(findings).toEqual([]);
			expect(scanned).toBeGreaterThan(files.filter((file) => file.endsWith('.js')).length);
		});
	}

	it('is loaded by n8n’s own loader', async () => {
		expect(await checkLoads(folder)).toEqual([]);
	});

	it('is found by what a user types', () => {
		expect(checkCodex(folder)).toEqual([]);
	});

	it('has icons that can be seen on light and on dark', async () => {
		expect(await checkIcons(folder)).toEqual([]);
	});
});

describe('the check notices', () => {
	const places: string[] = [];
	afterAll(() => places.forEach((place) => rmSync(place, { recursive: true, force: true })));

	type Changes = Readonly<Record<string, (text: string) => string>>;

	/** A copy of the package with some files changed. */
	function broken(changes: Changes) {
		const place = createPlace();
		cpSync(join(folder, '..'), place, { recursive: true });
		return { ...changeFiles(changes, place), files: [...new Set([...files, ...Object.keys(changes)])] };
	}

	/** The changed files alone, for what is checked file by file. */
	function brokenFiles(changes: Changes) {
		return { ...changeFiles(changes, createPlace()), files: Object.keys(changes) };
	}

	function createPlace(): string {
		const place = mkdtempSync(join(tmpdir(), 'n8n-broken-'));
		places.push(place);
		return place;
	}

	function changeFiles(changes: Changes, place: string) {
		const copy = join(place, 'package');
		for (const [file, change] of Object.entries(changes)) {
			const path = join(copy, file);
			const isNew = !files.includes(file);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, change(isNew ? '' : readFileSync(join(folder, file), 'utf8')));
		}
		return { ...unpacked, folder: copy };
	}

	const inManifest = (changes: object) => ({
		'package.json': (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), ...changes }),
	});
	const NODE = 'dist/nodes/Decart/Decart.node.js';
	const inNode = (line: string) => ({ [NODE]: (text: string) => `${text}\n${line}\n` });
	/** A small file of the package, which is scanned sooner than the node. */
	const inFile = (line: string) => ({ 'dist/nodes/Decart/added.js': () => `${line}\n` });
	const whats = (findings: readonly Finding[]) => findings.map(({ what }) => what).join('\n');

	it.each([
		['a dependency', inManifest({ dependencies: { 'form-data': '4.0.6' } }), 'no-runtime-dependencies'],
		['another peer', inManifest({ peerDependencies: { 'n8n-core': '*' } }), 'valid-peer-dependencies'],
		[
			'a script of npm’s',
			inManifest({ scripts: { postinstall: 'node x' } }),
			'no-forbidden-lifecycle-scripts',
		],
		['an override', inManifest({ overrides: { axios: '1' } }), 'no-overrides-field'],
		['console', inFile('console.log(1);'), 'no-console'],
		['a forbidden import', inFile("require('fs');"), 'no-restricted-imports'],
		['a forbidden global', inFile('setTimeout(() => {}, 1);'), 'no-restricted-globals'],
		['eval', inFile('eval("1");'), 'no-dangerous-functions'],
		[
			'what a comment tries to hide',
			inFile('// eslint-disable-next-line no-console\nconsole.log(1);'),
			'no-console',
		],
	])('%s', async (_, changes, rule) => {
		const { findings } = await scan(brokenFiles(changes).folder, Object.keys(changes));
		expect(whats(findings)).toContain(rule);
	});

	it.each([
		['a source map', inNode('//# sourceMappingURL=Decart.node.js.map'), 'source map'],
		['an absolute path', inNode('// /home/me/project/nodes/Decart.ts'), 'an absolute path'],
		['an absolute path on Windows', inNode('// "C:\\\\Users\\\\me\\\\x.ts"'), 'an absolute path'],
		['the folder in which it was built', inNode(`// ${ROOT}/nodes`), 'the folder in which it was built'],
		['an account key', inNode('// dct_abc123def456'), 'a Decart key'],
		['a client token', inNode('// ek_abc123def456'), 'a Decart key'],
		['a private key', inNode('// -----BEGIN RSA PRIVATE KEY-----'), 'a private key'],
		[
			'a file that is left over',
			{ 'dist/nodes/Decart/Decart.node.js.map': () => '{}' },
			'does not belong',
		],
		['a test', { 'test/x.test.js': () => '' }, 'does not belong'],
	])('%s', (_, changes, what) => {
		expect(whats(checkContents(brokenFiles(changes), ROOT))).toContain(what);
	});

	it('a package that has grown too large', () => {
		const large = { ...unpacked, unpackedSize: MAX_UNPACKED_SIZE + 1 };
		expect(whats(checkContents(large, ROOT))).toContain('400001 bytes, more than 400000');
	});

	it('a node that cannot be loaded', async () => {
		const findings = await checkLoads(broken({ [NODE]: () => "require('./missing');" }).folder);
		expect(whats(findings)).toContain('n8n cannot load it');
	});

	it('a missing icon', async () => {
		const place = broken({});
		rmSync(join(place.folder, 'dist/nodes/Decart/decart.dark.svg'));
		expect(whats(await checkLoads(place.folder))).toContain('The node has no icon');
	});

	it('one icon for both themes, which is hard to see on one of them', async () => {
		const light = readFileSync(join(folder, 'dist/nodes/Decart/decart.svg'), 'utf8');
		const findings = await checkIcons(
			broken({ 'dist/nodes/Decart/decart.dark.svg': () => light }).folder,
		);
		expect(whats(findings)).toContain('The light and the dark icon are the same');
		expect(whats(findings)).toContain('stands out from the dark background');
	});

	it('a category or a search word that is missing', () => {
		const codex = {
			'dist/nodes/Decart/Decart.node.json': (text: string) =>
				text.replace('"Utility"', '"Bananas"').replace('"restyle",', ''),
		};
		const findings = whats(checkCodex(broken(codex).folder));
		expect(findings).toContain('no category "Bananas"');
		expect(findings).toContain('"restyle" does not find the node');
	});
});
