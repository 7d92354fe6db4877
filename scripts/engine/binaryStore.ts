import './environment';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, type BinaryData } from 'n8n-core';
import { DatabaseManager } from './databaseManager';

/** Where n8n keeps binary data: in the item itself, in files, or in its database. */
export type BinaryMode = 'memory' | 'filesystem' | 'database';

/**
 * Sets up n8n's own binary store, in a new temporary folder. In place of n8n's database, which is part of the package
 * `n8n`, stands a store that takes and gives files whole as well.
 *
 * @returns a function that removes the folder
 */
export async function openBinaryStore(mode: BinaryMode): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-binary-'));
	if (mode === 'database') await openManagedStore(mode, new DatabaseManager(folder));
	else await start(mode === 'memory' ? 'default' : mode, folder);
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
