import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { afterAll, expect } from 'vitest';
import { openBinaryStore, type BinaryMode } from '../../scripts/engine/binaryStore';
import type { Sandbox } from '../../sandbox';
import { credentialFor, runDecart, type DecartOutcome, type DecartRun } from '../../scripts/engine/runDecart';
import { sandboxForFile } from '../sandbox/support';
import { readBinary } from '../support/operations';

/** What a test says of a run of Image → Edit; the rest is as in a fresh node with a prompt. */
export interface Edit extends Partial<Omit<DecartRun, 'parameters'>> {
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
}

export interface ImageStage {
	readonly sandbox: Sandbox;
	/** Runs Image → Edit against the sandbox. */
	edit(run: Edit): Promise<DecartOutcome>;
}

export const PROMPT = 'Make it an oil painting';

/** A sandbox and n8n's binary store for a whole test file, with Image → Edit between them. */
export async function imageStage(mode: BinaryMode = 'filesystem'): Promise<ImageStage> {
	const sandbox = await sandboxForFile();
	const closeStore = await openBinaryStore(mode);
	afterAll(closeStore);
	return { sandbox, edit: async (run) => await edit(sandbox, run) };
}

async function edit(sandbox: Sandbox, run: Edit): Promise<DecartOutcome> {
	const { parameters, options = {}, items = [], credential = credentialFor(sandbox), ...rest } = run;
	return await runDecart({
		parameters: { resource: 'image', operation: 'edit', prompt: PROMPT, ...parameters, options },
		items,
		credential,
		...rest,
	});
}

/** The bytes of a binary field of an item, wherever n8n keeps them. */
export async function bytesIn(item: INodeExecutionData | undefined, field = 'data'): Promise<Buffer> {
	return await readBinary(item?.binary?.[field]);
}

/** What the sandbox answers to a form, asked for without the node. */
export async function withIdleTimeout(
	sandbox: Sandbox,
	form: FormData,
	model = 'lucy-image-2',
): Promise<Buffer> {
	const response = await fetch(`${sandbox.url}/v1/generate/${model}`, {
		method: 'POST',
		headers: { 'x-api-key': sandbox.apiKey },
		body: form,
	});
	expect(response.status).toBe(200);
	return Buffer.from(await response.arrayBuffer());
}

/** Fails unless Decart has seen no request at all, and billed nothing. */
export function expectNothingSent(sandbox: Sandbox): void {
	expect(sandbox.requests()).toEqual([]);
	expect(sandbox.ledger()).toEqual([]);
}
