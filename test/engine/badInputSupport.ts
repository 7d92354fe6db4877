import type { INodeParameters } from 'n8n-workflow';
import { afterAll, describe, expect, it } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import type { InputItem } from '../../scripts/engine/runDecart';
import { smallPng } from '../../scripts/samples/media';
import { expectNothingSent, type ImageStage } from './imageSupport';
import { CONTINUE } from '../../scripts/engine/batchRuns';

/** An item that Image → Edit refuses, and what it says. */
export interface BadInput {
	readonly what: string;
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
	/** What makes the item bad; the item before it is good. */
	readonly bad: InputItem;
	/** The problem as Decart's SDKs put it, which follows "Invalid inputs for …: " in the description. */
	readonly problem: string;
	/** The message where it is more than the problem with the field's label for its name. */
	readonly inEditor?: string;
	readonly subject?: string;
	readonly advice?: string;
}

const LABELS: Readonly<Record<string, string>> = {
	prompt: 'Prompt',
	seed: 'Seed',
	resolution: 'Resolution',
	enhance_prompt: 'Enhance Prompt',
	variations: 'Variations',
	customModelId: 'Custom Model ID',
	customFields: 'Extra Fields (JSON)',
};

const png = await smallPng();

/** A good image. */
export const CAT = { bytes: png, fileName: 'cat.png', mimeType: 'image/png' };

/** The files of a good item. */
export const PHOTO = { data: CAT };

/** An item whose file is good and whose JSON is what a test makes of it. */
export function withJson(json: InputItem['json']): InputItem {
	return { json: json ?? {}, files: PHOTO };
}

/** Tries each case as the second of two items of which the first is good: both ways to handle an error. */
export async function expectRefusals(
	{ sandbox, edit }: ImageStage,
	cases: readonly BadInput[],
): Promise<void> {
	const host = await startFileHost();
	afterAll(() => host.close());
	const photoUrl = host.serve('cat.png', { body: png, contentType: 'image/png' });

	describe.each(cases)('$what', (bad) => {
		const { parameters = {}, options = {}, problem, subject = 'lucy-image-2' } = bad;
		const good = { json: { url: photoUrl }, files: PHOTO };
		const run = { parameters, options, items: [good, bad.bad] };
		const message = bad.inEditor ?? problem.replace(/^\w+/, (name) => LABELS[name] ?? name);
		const likeSdk = `(Invalid inputs for ${subject}: ${problem})`;

		it('stops the workflow with its message and its item, before anything is sent', async () => {
			const { error, items } = await edit(run);
			expect(items).toEqual([]);
			expect(error).toMatchObject({
				name: 'NodeOperationError',
				message: `${message} [item 1]`,
				description: expect.stringContaining(bad.advice ?? 'run the item again'),
				context: { code: 'INVALID_INPUT', itemIndex: 1 },
			});
			expect(error?.description).toContain(likeSdk);
			expectNothingSent(sandbox);
		});

		it('is an item with "continue on error", and the good item is done', async () => {
			const { error, items } = await edit({ ...run, node: CONTINUE });
			expect(error).toBeUndefined();
			expect(items[1]).toEqual({
				json: {
					error: message,
					code: 'INVALID_INPUT',
					description: expect.stringContaining(bad.advice ?? 'run the item again'),
				},
				pairedItem: { item: 1 },
			});
			expect(items[0]).toMatchObject({ json: { status: 'completed' }, pairedItem: { item: 0 } });
			expect(sandbox.requests()).toHaveLength(1);
			expect(sandbox.ledger()).toHaveLength(1);
		});
	});
}
