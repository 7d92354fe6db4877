import type { INodeParameters } from 'n8n-workflow';
import {
	credentialFor,
	runDecart,
	startDecart,
	type DecartOutcome,
	type DecartRun,
	type InputItem,
} from './runDecart';
import { sample, smallPng } from '../samples/media';

/** Where a run sends its requests, and with which key. */
type Server = Parameters<typeof credentialFor>[0];

export interface RunChanges extends Partial<
	Pick<DecartRun, 'parameters' | 'node' | 'executionId' | 'retryOf'>
> {
	readonly options?: INodeParameters;
	/** The number of the first item; 0 when left out. */
	readonly first?: number;
}

/** As users choose it who want an item for every failure. */
export const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** What a run need not wait for: between two polls, and for results that are larger than they have to be. */
const QUICK = { image: { resolution: '480p' }, video: { pollInterval: 0.5 } } as const;

/** Image → Edit on small images, each with a prompt of its own, so that the ledger tells them apart. */
export async function imagesRun(server: Server, count: number, changes: RunChanges = {}): Promise<DecartRun> {
	const items = await Promise.all(
		numberItems(count, changes).map(async (number): Promise<InputItem> => {
			const bytes = await smallPng(number);
			const data = { bytes, fileName: `photo-${number}.png`, mimeType: 'image/png' };
			return { json: { number }, files: { data } };
		}),
	);
	return run(server, items, 'image', changes);
}

/** Video → Edit on the sample clip, each item with a prompt of its own. */
export function videosRun(server: Server, count: number, changes: RunChanges = {}): DecartRun {
	const clip = sample('coffee-zoom.mp4');
	const items = numberItems(count, changes).map((number): InputItem => {
		return { json: { number }, files: { data: { ...clip, fileName: `clip-${number}.mp4` } } };
	});
	return run(server, items, 'video', changes);
}

function numberItems(count: number, { first = 0 }: RunChanges): number[] {
	return numbers(count).map((number) => first + number);
}

function run(
	server: Server,
	items: InputItem[],
	resource: 'image' | 'video',
	{ options = {}, parameters = {}, node, executionId, retryOf }: RunChanges,
): DecartRun {
	return {
		parameters: {
			resource,
			operation: 'edit',
			prompt: `={{ '${resource} ' + $json.number }}`,
			options: { ...QUICK[resource], ...options },
			...parameters,
		},
		items,
		credential: credentialFor(server),
		...(node && { node }),
		...(executionId !== undefined && { executionId }),
		...(retryOf && { retryOf }),
	};
}

export async function editImages(...args: Parameters<typeof imagesRun>): Promise<DecartOutcome> {
	return await runDecart(await imagesRun(...args));
}

export async function editVideos(...args: Parameters<typeof videosRun>): Promise<DecartOutcome> {
	return await runDecart(videosRun(...args));
}

export async function startImages(...args: Parameters<typeof imagesRun>): ReturnType<typeof startDecart> {
	return await startDecart(await imagesRun(...args));
}

export async function startVideos(...args: Parameters<typeof videosRun>): ReturnType<typeof startDecart> {
	return await startDecart(videosRun(...args));
}

/** 0 to n - 1. */
export function numbers(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index);
}
