import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { spawnN8n } from '../../../scripts/n8n/spawnN8n';

const folder = await mkdtemp(join(tmpdir(), 'spawn-n8n-'));
afterAll(async () => await rm(folder, { recursive: true }));

/** As n8n its task runner, it starts a process that goes on without it, and writes where it does. */
const PARENT = `
require('node:child_process').spawn('sleep', ['300'], { stdio: 'inherit' });
console.log('started');
setInterval(() => undefined, 1000);`;

it('What n8n has started ends when n8n is killed, and its output with it', async () => {
	const script = join(folder, 'n8n.cjs');
	const log = join(folder, 'n8n.log');
	await writeFile(script, PARENT);
	const installed = { version: '0', node: process.execPath, n8n: script, path: process.env.PATH ?? '' };
	const started = spawnN8n(installed, [], {}, log);
	while (!(await readFile(log, 'utf8').catch(() => '')).includes('started'))
		await new Promise((resolve) => setTimeout(resolve, 20));
	// It ends when nobody can write to its log any more.
	await expect(started.kill()).resolves.toBeUndefined();
}, 20_000);
