import { describe, expect, it } from 'vitest';
import type { InputItem } from '../../scripts/engine/runDecart';
import { smallPng } from '../../scripts/samples/media';
import { expectNothingSent, imageStage } from './imageSupport';
import { useFastClock } from '../support/fastClock';
import { CONTINUE } from '../../scripts/engine/batchRuns';
import { isFullRun } from '../support/fullRun';
import { sha256 } from '../support/operations';

useFastClock(4);

const { sandbox, edit } = await imageStage();
const COUNT = isFullRun ? 150 : 60;
const BROKEN = COUNT / 3;
const GOOD = COUNT - BROKEN;
const images = await Promise.all(Array.from({ length: COUNT }, async (_, index) => await smallPng(index)));

const run = {
	parameters: { prompt: '={{ $json.prompt ?? "Snow" }}' },
	options: { seed: '={{ $json.seed ?? 1 }}', resolution: '480p', concurrency: 8 },
};

const good = (index: number): InputItem => ({
	files: {
		data: {
			bytes: images[index] ?? Buffer.alloc(0),
			fileName: `photo-${index}.png`,
			mimeType: 'image/png',
		},
	},
});

/** Broken in one of four ways. */
const BREAKS: readonly ((item: InputItem) => InputItem)[] = [
	() => ({}),
	(item) => ({ ...item, json: { prompt: ' ' } }),
	(item) => ({ ...item, json: { seed: -1 } }),
	() => ({ files: { data: { bytes: Buffer.from('no image'), fileName: 'notes.txt' } } }),
];
const broken = (index: number): InputItem => BREAKS[index % BREAKS.length]?.(good(index)) ?? {};

describe(`${COUNT} items, every third broken, with "continue on error"`, () => {
	const isBroken = (index: number) => index % 3 === 2;

	it(`give ${COUNT} outcomes in order, each paired to its item, and the ${GOOD} good ones are billed once`, async () => {
		const items = images.map((_, index) => (isBroken(index) ? broken(index) : good(index)));
		const { items: results, error, hints } = await edit({ ...run, items, node: CONTINUE });
		expect(error).toBeUndefined();
		expect(results.map(({ pairedItem }) => pairedItem)).toEqual(images.map((_, item) => ({ item })));
		expect(results.map(({ json }) => json.fileName ?? json.code)).toEqual(
			images.map((_, index) => (isBroken(index) ? 'INVALID_INPUT' : `photo-${index}-lucy-image-2.png`)),
		);
		expect(hints).toMatchObject([
			{ message: expect.stringContaining(`${BROKEN} of ${COUNT} results failed`) },
			{ message: expect.stringContaining(`${GOOD} results, about $${(GOOD / 100).toFixed(2)}`) },
		]);

		const billed = sandbox.ledger().map(({ inputs }) => String(inputs.data));
		const wanted = images.filter((_, index) => !isBroken(index)).map(sha256);
		expect(billed).toHaveLength(GOOD);
		expect(billed.sort()).toEqual(wanted.sort());
		expect(sandbox.requests()).toHaveLength(GOOD);
	});
});

describe('without "continue on error"', () => {
	it.each([0, 7, 29])('a bad item at place %d of 30 costs nothing', async (bad) => {
		const items = images.slice(0, 30).map((_, index) => (index === bad ? broken(index) : good(index)));
		const { items: results, error } = await edit({ ...run, items });
		expect(results).toEqual([]);
		expect(error?.context).toMatchObject({ code: 'INVALID_INPUT', itemIndex: bad });
		expect(error?.message).toContain(`[item ${bad}]`);
		expectNothingSent(sandbox);
	});
});

describe('with the error output', () => {
	it('failed items leave by the error branch with their input, the others by the success branch', async () => {
		const { run: execution } = await edit({
			...run,
			items: [
				{ ...good(0), json: { id: 'a' } },
				{ json: { id: 'b' } },
				{ ...good(2), json: { id: 'c' } },
			],
			node: { onError: 'continueErrorOutput' },
		});
		const [success, failed] = execution.data.resultData.runData.Decart?.[0]?.data?.main ?? [];
		expect(success?.map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([
			['photo-0-lucy-image-2.png', { item: 0 }],
			['photo-2-lucy-image-2.png', { item: 2 }],
		]);
		expect(failed).toHaveLength(1);
		expect(failed?.[0]).toMatchObject({
			json: {
				id: 'b',
				error: 'Image Binary Field: the item has no file "data", nor any other',
				code: 'INVALID_INPUT',
			},
			pairedItem: { item: 1 },
		});
		expect(JSON.stringify(failed)).not.toContain(sandbox.apiKey);
	});
});
