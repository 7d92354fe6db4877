import './environment';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, type BinaryData } from 'n8n-core';

/** Where n8n keeps binary data: in the item itself, or in files. */
export type BinaryMode = 'memory' | 'filesystem';

/**
 * Sets up n8n's own binary store, in a new temporary folder.
 *
 * @returns a function that removes the folder
 */
export async function openBinaryStore(mode: BinaryMode): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-binary-'));
	await start(mode === 'memory' ? 'default' : 'filesystem', folder);
	return async () => await rm(folder, { recursive: true, force: true });
}

/** Sets up n8n's own binary store with a manager for the files, as n8n does for its database and for S3. */
export async function openManagedStore(mode: 'database' | 's3', manager: BinaryData.Manager): Promise<void> {
	await manager.init();
	Container.get(BinaryDataService).setManager(mode, manager);
	await start(mode, await mkdtemp(join(tmpdir(), 'n8n-binary-')));
}

async function start(mode: BinaryDataConfig['mode'], folder: string): Promise<void> {
	const config = Container.get(BinaryDataConfig);
	config.mode = mode;
	config.localStoragePath = folder;
	await Container.get(BinaryDataService).init();
}
