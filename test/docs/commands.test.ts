import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputUntil } from '../../scripts/util/outputUntil';
import { isFullRun } from '../support/fullRun';
import { codeBlocks, readPage, ROOT } from './support';

/** Commands that need more than this machine has now; each is run where the named file says. */
const RUN_ELSEWHERE: Readonly<Record<string, { readonly file: string; readonly says: string }>> = {
	'npm ci': { file: '.ci/run', says: 'npm ci' },
	'npm test': { file: '.ci/run', says: 'npm test' },
	'npm run e2e': { file: '.ci/run', says: 'npm run e2e' },
	'npm run bench': { file: 'test/bench/bench.test.ts', says: "'npm run bench --'" },
	'npm run dev': { file: 'e2e/tests/dev.test.ts', says: "['run', 'dev'," },
	'npm run lint': { file: 'package.json', says: ' npm:lint ' },
	'npm run test:unit': { file: 'package.json', says: "vitest run {@}'" },
};
/** Commands that go on until they are ended; each is up when it says so. */
const SERVERS: Readonly<Record<string, RegExp>> = {
	'npm run sandbox': /http:\/\/127\.0\.0\.1:\d+/,
	'npm run sandbox -- --port 4010': /http:\/\/127\.0\.0\.1:\d+/,
};
const TARBALL = '/path/to/n8n-nodes-decart-0.1.0.tgz';
const LEFT_OUT = new Set(['node_modules', '.git', 'dist', 'demo-output', '.cache', '.n8n-dev']);

describe('Every command of the README and of CONTRIBUTING', () => {
	const commands = listCommands(`${readPage('README.md')}\n${readPage('CONTRIBUTING.md')}`);
	let copy: string;
	beforeAll(async () => {
		copy = await mkdtemp(join(tmpdir(), 'commands-'));
		await cp(ROOT, copy, { recursive: true, filter: (source) => !LEFT_OUT.has(basename(source)) });
		await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
	});
	afterAll(async () => await rm(copy, { recursive: true }));

	it('is found by this test', () => {
		expect(commands).toContain('npm run demo');
		expect(commands.length).toBeGreaterThan(10);
	});

	it.each(commands.filter((command) => command in RUN_ELSEWHERE))(
		'%s is run elsewhere',
		async (command) => {
			const { file, says } = RUN_ELSEWHERE[command] ?? { file: '', says: '' };
			expect(await readFile(join(ROOT, file), 'utf8')).toContain(says);
		},
	);

	it.each(commands.filter((command) => command in SERVERS))('%s starts', async (command) => {
		// Another program may have the port of the example.
		const child = spawn('sh', ['-c', `exec ${command.replace('4010', '0')}`], {
			cwd: copy,
			detached: true,
		});
		try {
			expect(await outputUntil(child, SERVERS[command] ?? /^$/)).toMatch(SERVERS[command] ?? /^$/);
		} finally {
			process.kill(-(child.pid ?? 0), 'SIGTERM');
		}
	});

	const others = commands.filter((command) => !(command in RUN_ELSEWHERE) && !(command in SERVERS));
	// They take longer than all tests in n8n's engine, so they are left to the full run.
	it.each(isFullRun ? others : [])('%s works on a fresh clone', { timeout: 240_000 }, async (command) => {
		const { line, cwd } = await inPlace(command, copy);
		// A hundred items show that the command works; how it does with more is measured by hand.
		const few = { EVENT_LOOP_ITEMS: '100' };
		const env = { ...process.env, ...few, NODE_ENV: 'production', DECART_API_KEY: '' };
		await expect(promisify(execFile)('sh', ['-c', line], { cwd, env })).resolves.toBeDefined();
	});
});

/** Every command in the shell blocks and in the table of commands, once, builds first. */
function listCommands(page: string): string[] {
	const blocks = codeBlocks(page, 'sh').flatMap((block) => block.trim().split('\n'));
	const inText = [...page.matchAll(/`(npm [^`]+)`/g)].map(([, command = '']) => command);
	const all = [...blocks, ...inText].flatMap((line) => line.split(' && ')).map((command) => command.trim());
	const order = ['npm run build', 'npm pack'];
	return [...new Set([...order.filter((command) => all.includes(command)), ...all])];
}

/** The example's path to a tarball is the one that `npm pack` has made. */
async function inPlace(command: string, copy: string): Promise<{ line: string; cwd: string }> {
	if (!command.includes(TARBALL)) return { line: command, cwd: copy };
	const tarball = (await readdir(copy)).find((name) => name.endsWith('.tgz')) ?? '';
	const cwd = await mkdtemp(join(copy, 'installed-'));
	return {
		line: `npm init -y && ${command.replace(TARBALL, join(copy, tarball))} --legacy-peer-deps`,
		cwd,
	};
}
