import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openEditor } from '../harness/editor';
import { outputUntil } from '../../scripts/util/outputUntil';
import { signIn, type Client } from '../../scripts/n8n/client';
import { ROOT } from '../../scripts/n8n/paths';

it('npm run dev opens a real n8n with the node, a credential and all examples in it', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-dev-'));
	const child = spawn('npm', ['run', 'dev', '--', '--folder', folder], {
		cwd: ROOT,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const hasEnded = new Promise((resolve) => child.once('exit', resolve));
	onTestFinished(async () => {
		if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	});

	const greeting = await outputUntil(child, /Ctrl\+C/);
	const [page = ''] = /http:\/\/\S+/.exec(greeting) ?? [];
	const url = new URL(page).origin;
	const api = await signIn(url);
	const workflows = await api.get<readonly { name: string }[]>('/rest/workflows');
	const examples = (await readdir(join(ROOT, 'examples'))).filter((name) => name.endsWith('.json'));
	expect(workflows).toHaveLength(examples.length);
	const credentials = await api.get<readonly { type: string }[]>('/rest/credentials');
	expect(credentials.map(({ type }) => type)).toContain('decartApi');
	await doAsGreeted(greeting, { url, api });

	// To the whole group, as Ctrl+C in a terminal.
	process.kill(-(child.pid ?? 0), 'SIGINT');
	await hasEnded;
	await expect(fetch(url)).rejects.toThrow();
});

/** Signs in at the page that is named, opens the workflow that is named, and runs it. */
async function doAsGreeted(greeting: string, n8n: { url: string; api: Client }): Promise<void> {
	const { page, close } = await openEditor(n8n);
	onTestFinished(close);
	await page.context().clearCookies();
	await page.goto(findIn(greeting, /n8n with the Decart node +(\S+)/));
	await page.locator('input[type=email]').fill(findIn(greeting, /Sign in as +(\S+)/));
	await page.locator('input[type=password]').fill(findIn(greeting, /Password +(\S+)/));
	await page.getByRole('button', { name: 'Sign in' }).click();
	const name = findIn(greeting, /Open "(.+)" there/);
	await page.getByRole('heading', { name, exact: true }).first().click();
	// Its trigger has a button of the same name, which is covered until the mouse is there.
	const button = page.getByTestId('execute-workflow-button').filter({ hasText: 'Execute workflow' });
	await button.first().click();
	await page.getByText('Workflow executed successfully').first().waitFor();
}

function findIn(greeting: string, what: RegExp): string {
	return what.exec(greeting)?.[1] ?? '';
}
