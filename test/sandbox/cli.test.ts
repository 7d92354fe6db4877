import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sandboxCommand } from '../../sandbox/command';
import { startSandbox } from '../../sandbox/index';
import { cat, createForm } from './support';
import { interrupt, runToEnd, startProcess, type Ended } from './process';

const directory = mkdtempSync(join(tmpdir(), 'sandbox-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));
// The processes put their temporary files where this test can count them.
process.env['TMPDIR'] = directory;

function file(name: string, content: string): string {
	const path = join(directory, name);
	writeFileSync(path, content);
	return path;
}

const workspaces = (): string[] =>
	readdirSync(directory).filter((name) => name.startsWith('decart-sandbox-'));

describe('npm run sandbox', () => {
	it('serves until SIGINT and leaves nothing behind', async () => {
		const { url, apiKey, child } = await startProcess('--key', 'dct_mine', '--retired', '--pending', '0');
		expect(apiKey).toBe('dct_mine');
		expect(workspaces().length).toBe(1);
		const headers = { 'x-api-key': apiKey };
		const body = createForm({ prompt: 'A lighthouse', resolution: '480p' });
		const answer = await fetch(`${url}/v1/generate/lucy-pro-t2i`, { method: 'POST', headers, body });
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
		await answer.arrayBuffer();
		expect(await interrupt(child, 'SIGINT')).toBe(0);
		expect(workspaces()).toEqual([]);
	});

	it('is controlled without a key until SIGTERM, keeps quiet about it, and leaves nothing behind', async () => {
		const plan = { rules: [{ on: 'account', fault: { kind: 'status', status: 503 } }] };
		const faults = file('faults.json', JSON.stringify(plan));
		const { url, apiKey, child } = await startProcess('--faults', faults);
		const control = async (method: string, path: string, body?: unknown): Promise<Response> =>
			await fetch(`${url}/sandbox/${path}`, {
				method,
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
		const quota = async () =>
			(await fetch(`${url}/v1/realtime/quota`, { headers: { 'x-api-key': apiKey } })).status;

		expect(await quota()).toBe(503);
		expect((await control('POST', 'faults', { rules: [] })).status).toBe(204);
		expect(await quota()).toBe(200);

		expect((await control('POST', 'schedule', { pendingMs: 0, processingMs: 60_000 })).status).toBe(204);
		const body = createForm({ prompt: 'Snow', data: cat });
		const job = await fetch(`${url}/v1/jobs/lucy-image-2`, {
			method: 'POST',
			headers: { 'x-api-key': apiKey },
			body,
		});
		expect(job.status).toBe(200);
		expect(await (await control('GET', 'jobs')).json()).toMatchObject([{ status: 'processing' }]);
		await control('POST', 'clock', { advanceMs: 60_000 });
		expect(await (await control('GET', 'jobs')).json()).toMatchObject([{ status: 'completed' }]);

		expect(await (await control('GET', 'ledger')).json()).toMatchObject([{ model: 'lucy-image-2' }]);
		expect(await (await control('GET', 'requests')).json()).toHaveLength(3);
		expect(await (await control('GET', 'health')).json()).toMatchObject({ status: 'ok' });
		await control('POST', 'reset');
		expect(await (await control('GET', 'requests')).json()).toEqual([]);

		expect((await control('GET', 'nothing')).status).toBe(404);
		const refused = await control('POST', 'schedule', { pendingMs: 'soon' });
		expect(refused.status).toBe(400);
		expect(await refused.json()).toEqual({ detail: 'pendingMs must be a number of milliseconds' });
		expect(await interrupt(child, 'SIGTERM')).toBe(0);
		expect(workspaces()).toEqual([]);
	});

	it.each<[string, readonly string[], RegExp]>([
		['an unknown option', ['--prot', '1'], /--prot/],
		['a port in words', ['--port', 'http'], /--port must be a whole number from 0 to 65535, not "http"/],
		['a port that is none', ['--port', '70000'], /--port must be/],
		['a time below 0', ['--pending=-1'], /--pending must be/],
		['a missing fault plan', ['--faults', 'nowhere.json'], /nowhere\.json: ENOENT/],
		['a fault plan that is no JSON', ['--faults', file('text.json', 'no')], /text\.json: /],
		[
			'a fault plan that is not understood',
			['--faults', file('odd.json', '{}')],
			/odd\.json: A fault plan is/,
		],
	])('explains itself after %s', async (_, args, message) => {
		expectUsage(await runHere(...args), message);
	});

	it('ends with what it explains', async () => {
		expectUsage(await runToEnd('--port', 'http'), /--port must be a whole number/);
	});

	it('says that its port is taken', async () => {
		const other = await startSandbox();
		const { code, stderr } = await runHere('--port', String(other.port));
		await other.close();
		expect([code, stderr]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
	});
});

/** Runs the command in this process, which takes a fraction of the time. */
async function runHere(...args: readonly string[]): Promise<Ended> {
	let [stdout, stderr] = ['', ''];
	const code = await sandboxCommand(args, {
		stdout: (text) => (stdout += text),
		stderr: (text) => (stderr += text),
	});
	return { code: Number(code), stdout, stderr };
}

function expectUsage({ code, stdout, stderr }: Ended, message: RegExp): void {
	expect(code).toBe(2);
	expect(stderr).toMatch(message);
	expect(stderr).toContain('Usage: npm run sandbox');
	expect(stderr).not.toContain('    at ');
	expect(stdout).toBe('');
}
