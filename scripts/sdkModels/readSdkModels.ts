import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';

/** A model as the SDK lists it. */
export interface SdkModel {
	readonly name: string;
	readonly kind: string;
}

/** A version of the SDK with the models that it makes images and videos with. */
export interface SdkModels {
	readonly version: string;
	readonly models: readonly SdkModel[];
}

interface Sdk {
	listModels(): readonly SdkModel[];
}

/** The folder of the pinned SDK. */
export const PINNED_SDK = join(__dirname, '..', '..', 'node_modules', '@decartai', 'sdk');

/**
 * Reads the models of the SDK in a folder. Realtime sessions are left out: the node has none.
 *
 * @throws when the folder holds no such package.
 */
export async function readSdkModels(folder: string): Promise<SdkModels> {
	const text = await readFile(join(folder, 'package.json'), 'utf8');
	const { main = 'index.js', version = '' } = JSON.parse(text) as { main?: string; version?: string };
	const sdk = (await import(pathToFileURL(resolve(folder, main)).href)) as Sdk;
	return { version, models: sdk.listModels().filter(({ kind }) => kind !== 'realtime') };
}

/** The models that the node does not offer for what the SDK makes with them. */
export function findMissingModels(models: readonly SdkModel[]): readonly SdkModel[] {
	const offered = new Set(
		GENERATED_OPERATIONS.flatMap(({ resource, models: ours }) =>
			ours.map(({ id }) => `${resource} ${id}`),
		),
	);
	return models.filter(({ kind, name }) => !offered.has(`${kind} ${name}`));
}
