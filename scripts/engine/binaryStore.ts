import './environment';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';

/** Where n8n keeps binary data: in the item itself, or in files. */
export type BinaryMode = 'memory' | 'filesystem';

/**
 * Sets up n8n's own binary store, in a new temporary folder.
 *
 * @returns a function that removes the folder
 */
export async function openBinaryStore(mode: BinaryMode): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-binary-'));
	const config = Container.get(BinaryDataConfig);
	config.mode = mode === 'memory' ? 'default' : 'filesystem';
	config.localStoragePath = folder;
	await Container.get(BinaryDataService).init();
	return async () => await rm(folder, { recursive: true, force: true });
}
