import { createHash } from 'node:crypto';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll } from 'vitest';
import { startSandbox, type RecordedRequest, type Sandbox, type SandboxOptions } from '../../sandbox';
import { openBinaryStore, type BinaryMode } from '../../scripts/engine/binaryStore';
import {
	credentialFor,
	runDecart,
	type DecartOutcome,
	type DecartRun,
	type InputItem,
} from '../../scripts/engine/runDecart';
import { sample, type InputFile } from '../../scripts/samples/media';
import { closeAfterFile } from './closeAfterFile';

/** An item that carries the sample clip, as `coffee-zoom.mp4` in the field `data`. */
export const CLIP_ITEM: InputItem = { files: { data: sample('coffee-zoom.mp4') } };

/** A clip, and behind it a box that players skip. */
export function bigClip(size: number): InputFile {
	const clip = sample('coffee-zoom.mp4');
	const box = Buffer.alloc(size - clip.bytes.length);
	box.writeUInt32BE(box.length);
	box.write('free', 4, 'latin1');
	return { ...clip, bytes: Buffer.concat([clip.bytes, box]) };
}

/** Jobs that are done before the node first polls them. */
export const QUICK_JOBS = { pendingMs: 50, processingMs: 50 };

/** Opens n8n's binary store for a whole test file. */
export function useBinaryStore(mode: BinaryMode = 'filesystem'): void {
	let close: (() => Promise<void>) | undefined;
	beforeAll(async () => {
		close = await openBinaryStore(mode);
	});
	afterAll(async () => await close?.());
}

let seed = 0;

/** Starts a sandbox with quick jobs, and with ids of its own. It is closed at the end of the test file. */
export async function newSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	seed += 1;
	const sandbox = await startSandbox({ jobSchedule: QUICK_JOBS, seed, ...options });
	closeAfterFile(async () => await sandbox.close());
	return sandbox;
}

/** Polls sooner than after two seconds, so that no test waits for them. */
function withQuickPolls({ options, ...parameters }: INodeParameters): INodeParameters {
	const mayWait =
		parameters.resource === 'video' || (parameters.resource === 'job' && parameters.operation === 'wait');
	const isCollection = options === undefined || (typeof options === 'object' && !Array.isArray(options));
	if (!mayWait || !isCollection) return { ...parameters, ...(options !== undefined && { options }) };
	return { ...parameters, options: { pollInterval: 0.5, ...(options as INodeParameters) } };
}

/** Runs the node against a sandbox, whose jobs it polls quickly unless the parameters say otherwise. */
export async function runAt(
	sandbox: Sandbox,
	parameters: INodeParameters,
	items: readonly InputItem[] = [{}],
	more: Partial<DecartRun> = {},
): Promise<DecartOutcome> {
	const credential = credentialFor(sandbox);
	return await runDecart({ parameters: withQuickPolls(parameters), items, credential, ...more });
}

/** As `runAt`, with "continue on error": every failure is an item. */
export async function runOnAt(
	sandbox: Sandbox,
	parameters: INodeParameters,
	items: readonly InputItem[] = [{}],
): Promise<DecartOutcome> {
	return await runAt(sandbox, parameters, items, { node: { onError: 'continueRegularOutput' } });
}

/** The bytes behind binary data, wherever n8n keeps them. */
export async function readBinary(binary: IBinaryData | undefined): Promise<Buffer> {
	if (!binary) throw new Error('The item has no such file');
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

export function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Requests for one path, or for those that begin with it where it ends in a slash. */
export function requestsTo(sandbox: Sandbox, method: string, path: string): RecordedRequest[] {
	const matches = (seen: string) => (path.endsWith('/') ? seen.startsWith(path) : seen === path);
	return sandbox.requests().filter((request) => request.method === method && matches(request.path));
}

/** An item that every operation finds its input in: a clip, an image, a job and an uploaded file. */
export async function createInputItem(sandbox: Sandbox): Promise<InputItem> {
	const files = { data: sample('coffee-zoom.mp4'), image: sample('cat.png') };
	const edit = { resource: 'video', operation: 'edit', prompt: 'Snow', waitForCompletion: false };
	const job = await runAt(sandbox, edit, [{ files }]);
	const file = await runAt(sandbox, { resource: 'file', operation: 'upload' }, [{ files }]);
	sandbox.advance(1000);
	return { files, json: { jobId: job.items[0]?.json.jobId, fileId: file.items[0]?.json.id } };
}
