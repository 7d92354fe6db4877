import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OWNER } from '../n8n/client';
import { installN8n, type InstalledN8n } from '../n8n/install';
import { launchN8n, type N8n, type StartedN8n } from '../n8n/launch';
import { installPackage } from '../n8n/package';
import { ROOT } from '../n8n/paths';
import { freePort } from '../n8n/ports';
import { layOutSampleFiles } from '../samples/exampleFiles';
import { CURRENT } from '../n8n/versions';
import { addWorkflow, readExample } from '../n8n/workflows';
import type { Output } from '../util/terminal';
import { chooseApi, type Api } from './api';
import { build } from './build';
import { saveCredential } from './credential';
import { watchSources } from './watch';

const PORT = 5678;
/** The example to begin with: it needs nothing but what is there. */
const FIRST = 'Restyle product photos with Decart';

/** Runs `npm run dev` with the arguments that follow it, until it is ended with Ctrl+C. */
export async function devCommand(args: readonly string[], output: Output): Promise<number> {
	// Everything this n8n keeps is in it: workflows, executions, files. Removing it starts afresh.
	const folder = readFolder(args) ?? join(ROOT, '.n8n-dev');
	const installed = await installN8n(CURRENT, output.line);
	output.line('Building the node and starting n8n …');
	if (!(await build())) throw new Error('The project does not build');
	const api = await chooseApi();
	await layOutSampleFiles(join(folder, 'files'));
	const port = await freePort(PORT);
	let n8n = await start(installed, folder, port);
	await addExamples(n8n, api);
	output.line(describe(n8n, api));

	const stopWatching = watchSources(async () => {
		output.line('Something changed: building …');
		if (!(await build())) return;
		await n8n.process.stop();
		n8n = await start(installed, folder, port);
		output.line(`n8n is back at ${n8n.url}. Reload the page.`);
	});
	await endSignal();
	output.line('Ending …');
	stopWatching();
	await n8n.process.stop();
	await api.close();
	return 0;
}

async function start(
	installed: InstalledN8n,
	folder: string,
	port: number,
): Promise<Omit<StartedN8n, 'stop'>> {
	await installPackage(join(folder, '.n8n/nodes'));
	const launched = await launchN8n(installed, { folder, port });
	return { version: installed.version, folder, files: join(folder, 'files'), ...launched };
}

/** The credential, and every example that is not there yet. */
async function addExamples(n8n: N8n, { credential }: Api): Promise<void> {
	const credentials = { decartApi: await saveCredential(n8n, credential) };
	const there = await n8n.api.get<readonly { name: string }[]>('/rest/workflows');
	const names = (await readdir(join(ROOT, 'examples'))).flatMap(
		(file) => file.match(/^.+(?=\.json$)/) ?? [],
	);
	for (const name of names) {
		const workflow = await readExample(name, { credentials, folder: n8n.files });
		if (!there.some((other) => other.name === workflow.name)) await addWorkflow(n8n, workflow);
	}
}

function describe({ url, files }: N8n, { described }: Api): string {
	return `
  n8n with the Decart node   ${url}/home/workflows
  Sign in as                 ${OWNER.email}
  Password                   ${OWNER.password}
  Decart's API               ${described}
  Files of the examples      ${files}

  Open "${FIRST}" there, and choose Execute workflow.
  The node is rebuilt and n8n restarted when a file in nodes/ or credentials/ changes. Ctrl+C ends everything.
`;
}

/** Waits for Ctrl+C, which comes more than once: from the terminal, and passed on by npm and tsx. */
async function endSignal(): Promise<void> {
	await new Promise<void>((resolveEnd) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolveEnd());
	});
}

function readFolder([option, folder]: readonly string[]): string | undefined {
	return option === '--folder' && folder !== undefined ? resolve(folder) : undefined;
}
