import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { installN8n, isInstalled } from '../../scripts/n8n/install';
import { startN8n, type N8n } from '../../scripts/n8n/launch';
import { installPackage } from '../../scripts/n8n/package';
import { CURRENT } from '../../scripts/n8n/versions';
import { addCredential, addWorkflow, runWorkflow, type SavedWorkflow } from '../../scripts/n8n/workflows';
import { createWorkflow, NODE_NAME, type RealInput, type RealPeer } from './realWorkflow';

const KEY = 'dct_benchmark_key';

/** What a run of a node in a real n8n came to. */
export interface RealRun {
	readonly items: readonly INodeExecutionData[];
	/** What the node itself took, in milliseconds, by the times that n8n keeps of each execution. */
	readonly ms: number;
}

/** A real n8n with both nodes. */
export interface RealN8n {
	readonly version: string;
	run(peer: RealPeer, input: RealInput): Promise<RealRun>;
	close(): Promise<void>;
}

/** Starts the current n8n of the end-to-end tests; undefined where it is not installed. */
export async function openRealN8n(decartUrl: string): Promise<RealN8n | undefined> {
	if (!(await isInstalled(CURRENT))) return undefined;
	await installPackage();
	const n8n = await startN8n(await installN8n(CURRENT, () => undefined));
	const decartApi = await addCredential(n8n, 'decartApi', 'Decart', { apiKey: KEY, baseUrl: decartUrl });
	const header = { name: 'x-api-key', value: KEY };
	const httpHeaderAuth = await addCredential(n8n, 'httpHeaderAuth', 'Header', header);
	const saved = new Map<string, SavedWorkflow>();
	return {
		version: n8n.version,
		async run(peer, input) {
			const folder = await writeImages(n8n, input);
			const workflow = createWorkflow({ peer, input, folder, decartUrl, decartApi, httpHeaderAuth });
			const key = JSON.stringify(workflow);
			const known = saved.get(key) ?? (await addWorkflow(n8n, workflow));
			saved.set(key, known);
			return await runOnce(n8n, known);
		},
		close: async () => await n8n.stop(),
	};
}

async function runOnce(n8n: N8n, workflow: SavedWorkflow): Promise<RealRun> {
	const { data, error } = await runWorkflow(n8n, workflow);
	if (error) throw new Error(`${workflow.name} in n8n: ${error.message}`);
	const runs = data.resultData.runData[NODE_NAME] ?? [];
	return {
		items: runs.flatMap((run) => run.data?.main?.[0] ?? []),
		ms: runs.reduce((sum, { executionTime }) => sum + executionTime, 0),
	};
}

/** Puts the image into n8n's folder as often as it is to be sent, as links to one file. */
async function writeImages(n8n: N8n, { image, count }: RealInput): Promise<string> {
	const folder = join(n8n.files, `${image.length}-${count}`);
	const first = join(folder, '0.png');
	if ((await mkdir(folder, { recursive: true })) === undefined) return folder;
	await writeFile(first, image);
	for (let index = 1; index < count; index += 1) await link(first, join(folder, `${index}.png`));
	return folder;
}
