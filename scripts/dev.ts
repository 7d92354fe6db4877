import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OWNER } from './n8n/client';
import { installN8n, type InstalledN8n } from './n8n/install';
import { launchN8n, type N8n, type StartedN8n } from './n8n/launch';
import { installPackage } from './n8n/package';
import { ROOT } from './n8n/paths';
import { freePort } from './n8n/ports';
import { layOutSampleFiles } from './samples/exampleFiles';
import { CURRENT } from './n8n/versions';
import { addWorkflow, readExample } from './n8n/workflows';
import { chooseApi, type Api } from './dev/api';
import { build } from './dev/build';
import { saveCredential } from './dev/credential';
import { watchSources } from './dev/watch';

/** Everything this n8n keeps: workflows, executions, files. Removing it starts afresh. */
const FOLDER = readFolder(process.argv.slice(2)) ?? join(ROOT, '.n8n-dev');
const PORT = 5678;
/** The example to begin with: it needs nothing but what is there. */
const FIRST = 'Restyle product photos with Decart';

/** `npm run dev [-- --folder DIR]`: a real n8n with the node in it, to open in a browser. */
async function main(): Promise<void> {
	const installed = await installN8n(CURRENT, say);
	say('Building the node and starting n8n …');
	if (!(await build())) throw new Error('The project does not build');
	const api = await chooseApi();
	await layOutSampleFiles(join(FOLDER, 'files'));
	const port = await freePort(PORT);
	let n8n = await start(installed, port);
	await furnish(n8n, api);
	greet(n8n, api);

	const stopWatching = watchSources(async () => {
		say('Something changed: building …');
		if (!(await build())) return;
		await n8n.process.stop();
		n8n = await start(installed, port);
		say(`n8n is back at ${n8n.url}. Reload the page.`);
	});
	let isEnding = false;
	// Ctrl+C comes more than once: from the terminal, and passed on by npm and tsx.
	const end = async (): Promise<void> => {
		if (isEnding) return;
		isEnding = true;
		say('Ending …');
		stopWatching();
		await n8n.process.stop();
		await api.close();
		process.exit(0);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());
}

async function start(installed: InstalledN8n, port: number): Promise<Omit<StartedN8n, 'stop'>> {
	await installPackage(join(FOLDER, '.n8n/nodes'));
	const launched = await launchN8n(installed, { folder: FOLDER, port });
	return { version: installed.version, folder: FOLDER, files: join(FOLDER, 'files'), ...launched };
}

/** The credential, and every example that is not there yet. */
async function furnish(n8n: N8n, { credential }: Api): Promise<void> {
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

function greet({ url }: N8n, { described }: Api): void {
	say(`
  n8n with the Decart node   ${url}/home/workflows
  Sign in as                 ${OWNER.email}
  Password                   ${OWNER.password}
  Decart's API               ${described}
  Files of the examples      ${join(FOLDER, 'files')}

  Open "${FIRST}" there, and choose Execute workflow.
  The node is rebuilt and n8n restarted when a file in nodes/ or credentials/ changes. Ctrl+C ends everything.
`);
}

function readFolder([option, folder]: readonly string[]): string | undefined {
	return option === '--folder' && folder !== undefined ? resolve(folder) : undefined;
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
