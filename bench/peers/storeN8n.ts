import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { installN8n } from '../../scripts/n8n/install';
import { startN8n } from '../../scripts/n8n/launch';
import { postgresSettings, startPostgres } from '../../scripts/n8n/services';
import { CURRENT } from '../../scripts/n8n/versions';
import { addCredential, addWorkflow, runWorkflow, type WorkflowFile } from '../../scripts/n8n/workflows';

/** Where a real n8n keeps its files. */
export type Store = 'filesystem' | 'database, SQLite' | 'database, PostgreSQL';

/** A file for the node, and what the node is to do with it. */
export interface StoreInput {
	readonly path: string;
	readonly resource: 'image' | 'video';
}

/** A real n8n with its files in a store, just started. */
export interface StoreN8n {
	/**
	 * Reads the file from the disk, and where asked runs the node on it.
	 *
	 * @returns the highest resident memory of n8n's process meanwhile, in bytes
	 */
	measure(input: StoreInput, withNode: boolean): Promise<number>;
	/** Its resident memory now, in bytes. */
	memory(): Promise<number>;
	close(): Promise<void>;
}

/** Starts the current n8n of the end-to-end tests with its files in a store. */
export async function openStoreN8n(store: Store, decartUrl: string): Promise<StoreN8n> {
	const postgres = store === 'database, PostgreSQL' ? await startPostgres() : undefined;
	const n8n = await startN8n(await installN8n(CURRENT, () => undefined), {
		N8N_DEFAULT_BINARY_DATA_MODE: store === 'filesystem' ? 'filesystem' : 'database',
		...(postgres && postgresSettings(postgres)),
	});
	const credential = { apiKey: 'dct_benchmark_key', baseUrl: decartUrl };
	const decartApi = await addCredential(n8n, 'decartApi', 'Decart', credential);
	return {
		async measure({ path, resource }, withNode) {
			const file = join(n8n.files, basename(path));
			await copyFile(path, file);
			const workflow = await addWorkflow(n8n, createWorkflow(file, withNode, resource, decartApi));
			await resetPeak(n8n.process.pid);
			const { error } = await runWorkflow(n8n, workflow);
			if (error) throw new Error(`With files in the ${store}: ${error.message}`);
			return await readMemory(n8n.process.pid, 'VmHWM');
		},
		memory: async () => await readMemory(n8n.process.pid, 'VmRSS'),
		async close() {
			await n8n.stop();
			await postgres?.stop();
		},
	};
}

function createWorkflow(file: string, withNode: boolean, resource: string, decartApi: string): WorkflowFile {
	const node = { id: '', typeVersion: 1, position: [0, 0] as [number, number] };
	const decart = {
		...node,
		name: 'Decart',
		type: 'n8n-nodes-decart.decart',
		parameters: { resource, operation: 'edit', prompt: 'Watercolor painting' },
		credentials: { decartApi: { id: decartApi, name: 'Decart' } },
	};
	const read = {
		...node,
		name: 'Read',
		type: 'n8n-nodes-base.readWriteFile',
		parameters: { operation: 'read', fileSelector: file, options: {} },
	};
	const start = { ...node, name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	return {
		name: basename(file),
		nodes: [start, read, ...(withNode ? [decart] : [])].map((each) => ({ ...each, id: each.name })),
		connections: {
			Start: { main: [[{ node: 'Read', type: 'main', index: 0 }]] },
			...(withNode && { Read: { main: [[{ node: 'Decart', type: 'main', index: 0 }]] } }),
		},
	};
}

/** Has Linux note the highest resident memory of a process anew. */
async function resetPeak(pid: number): Promise<void> {
	await writeFile(`/proc/${pid}/clear_refs`, '5');
}

async function readMemory(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
	return Number(kilobytes) * 1024;
}
