/**
 * `npm run demo [-- --video] [-- --out DIR]`
 *
 * Runs a workflow of `examples/` on the sample media, as n8n would, and writes what it makes to `demo-output/`.
 * Ends with 1 when something fails.
 */
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openApi } from './demo/api';
import { mapFolders } from './demo/disk';
import { createNarrator } from './demo/progress';
import { runDemoWorkflow } from './demo/runDemoWorkflow';
import { DEMOS, type DemoKind } from './demo/demos';
import { formatTable } from './demo/table';
import type { WorkflowFile } from './engine';

const ROOT = join(__dirname, '..');

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { video: { type: 'boolean', default: false }, out: { type: 'string' } },
	});
	await runDemo(values.video ? 'video' : 'photos', resolve(values.out ?? join(ROOT, 'demo-output')));
}

async function runDemo(kind: DemoKind, outputFolder: string): Promise<void> {
	const { file, folders, columns, toRow } = DEMOS[kind];
	const workflow = JSON.parse(await readFile(join(ROOT, file), 'utf8')) as WorkflowFile;
	const disk = mapFolders({
		[folders.input]: join(ROOT, 'examples/media'),
		[folders.output]: outputFolder,
	});
	const api = await openApi(process.env);
	try {
		console.log(`${workflow.name} (${file})\nwith ${api.title}\n`);
		const narrator = createNarrator((line) => console.log(line));
		const made = await runDemoWorkflow({ workflow, api, disk, narrator });
		const locate = (path: unknown) => relative(process.cwd(), disk.locate(String(path)));
		console.log(
			`\n${formatTable(
				columns,
				made.map((entry) => toRow(entry, locate)),
			)}`,
		);
	} finally {
		await api.close();
	}
}

main().then(
	// n8n's engine has a timer of its own, which would keep the process alive for ever.
	() => process.exit(0),
	(error: unknown) => {
		console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		process.exit(1);
	},
);
