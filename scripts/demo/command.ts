import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openApi, type Sleep } from './api';
import { mapFolders } from './disk';
import { createNarrator } from './progress';
import { runDemoWorkflow } from './runDemoWorkflow';
import { DEMOS, type DemoKind } from './demos';
import { formatTable } from './table';
import type { WorkflowFile } from '../engine';
import { readMessage, type Output } from '../util/terminal';

const ROOT = join(__dirname, '../..');

/** What the demo takes from where it is run. */
export interface DemoSettings {
	/** `DECART_API_KEY` and `DECART_BASE_URL` are read. */
	readonly environment: NodeJS.ProcessEnv;
	/** How it waits for Decart itself. */
	readonly sleep?: Sleep;
}

/**
 * Runs `npm run demo` with the arguments that follow it.
 *
 * @returns the exit code: 1 when something fails
 */
export async function demoCommand(
	args: readonly string[],
	output: Output,
	settings: DemoSettings,
): Promise<number> {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: { video: { type: 'boolean', default: false }, out: { type: 'string' } },
		});
		const folder = resolve(values.out ?? join(ROOT, 'demo-output'));
		await runDemo(values.video ? 'video' : 'photos', folder, output, settings);
		return 0;
	} catch (error) {
		output.problem(`\n${readMessage(error)}`);
		return 1;
	}
}

async function runDemo(
	kind: DemoKind,
	outputFolder: string,
	output: Output,
	{ environment, sleep }: DemoSettings,
): Promise<void> {
	const { file, folders, columns, toRow } = DEMOS[kind];
	const workflow = JSON.parse(await readFile(join(ROOT, file), 'utf8')) as WorkflowFile;
	const disk = mapFolders({
		[folders.input]: join(ROOT, 'examples/media'),
		[folders.output]: outputFolder,
	});
	const api = await openApi(environment, sleep);
	try {
		output.line(`${workflow.name} (${file})\nwith ${api.title}\n`);
		const made = await runDemoWorkflow({ workflow, api, disk, narrator: createNarrator(output.line) });
		const locate = (path: unknown) => relative(process.cwd(), disk.locate(String(path)));
		const rows = made.map((entry) => toRow(entry, locate));
		output.line(`\n${formatTable(columns, rows)}`);
	} finally {
		await api.close();
	}
}
