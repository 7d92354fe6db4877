import { describe, expect, it, vi } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { RecordedRequest } from '../../sandbox';
import type { InputFile } from '../../scripts/samples/media';
import {
	findModelByPath,
	expectedTexts,
	listFields,
	filledIn,
	listRequired,
	listWays,
	type CatalogModel,
} from '../support/fillIn';
import { readBinary, newSandbox, requestsTo, runAt, sha256, useBinaryStore } from '../support/operations';
import { specGenerations, type SpecForm, type SpecGeneration, type SpecWay } from '../support/spec';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
vi.setConfig({ maxConcurrency: 12 });
const generations = await specGenerations();
const sandbox = await newSandbox({ retired: true });

function checkRequest(
	request: RecordedRequest,
	generation: SpecGeneration,
	names: readonly string[],
	files: Record<string, InputFile>,
): void {
	const { form } = generation;
	expect(request).toMatchObject({ status: 200, complete: true, unknownFields: [], apiKey: sandbox.apiKey });
	expect(Object.fromEntries(request.texts)).toEqual(expectedTexts(generation, names));
	expect(
		Object.fromEntries(
			request.files.map(({ name, filename, contentType, sha256: hash }) => [
				name,
				{ filename, contentType, hash },
			]),
		),
	).toEqual(
		Object.fromEntries(
			Object.entries(files).map(([field, { bytes, fileName, mimeType }]) => [
				field.replace(/^the /, ''),
				{ filename: fileName, contentType: mimeType, hash: sha256(bytes) },
			]),
		),
	);
	const sent = [...request.texts.map(([name]) => name), ...request.files.map(({ name }) => name)];
	expect(new Set(sent).size, 'no part is sent twice').toBe(sent.length);
	expect(Object.keys(form.properties)).toEqual(expect.arrayContaining(sent));
	expect(sent).toEqual(expect.arrayContaining([...(form.required ?? [])]));
}

describe('The catalog', () => {
	it.each(generations.map((generation) => [generation.path, generation] as const))(
		'knows the fields of %s, and which of them are required',
		(_path, generation) => {
			const { model } = findModelByPath(generation);
			expect(model.id).toBe(generation.model);
			expect(model.fields.map(({ name }) => name).sort()).toEqual(listFields(generation.form).sort());
			expect(
				model.fields
					.filter(({ required }) => required)
					.map(({ name }) => name)
					.sort(),
			).toEqual([...(generation.form.required ?? [])].sort());
			expect(model.fieldCombinations?.length ?? 1).toBe(listWays(generation.form).length);
		},
	);

	it('holds no model and no path that the API does not have', () => {
		const paths = GENERATED_OPERATIONS.flatMap(({ models }) =>
			models.flatMap((model) => model.paths.map(({ path }) => path)),
		);
		expect(paths.sort()).toEqual(generations.map(({ path }) => path).sort());
	});
});

const requests = generations.flatMap((generation) =>
	listWays(generation.form).map((way, index) => ({
		generation,
		way,
		title: generation.form.oneOf ? `${generation.path}, way ${index + 1}` : generation.path,
	})),
);

describe.concurrent('A request is what the API’s document asks for', () => {
	it.for(requests.map((entry) => [entry.title, entry] as const))('%s', async ([, { generation, way }]) => {
		const entry = findModelByPath(generation);
		const { form, path } = generation;
		for (const names of [listFields(form, way), withSomethingToDo(form, listRequired(form, way))]) {
			const { parameters, files } = filledIn(generation, entry, names);
			const { items, error } = await runAt(sandbox, parameters, [{ files }]);
			expect(error).toBeUndefined();
			const mine = requestsTo(sandbox, 'POST', path).filter(({ texts, files: sent }) =>
				isOfThisWay(way, [...texts.map(([name]) => name), ...sent.map(({ name }) => name)]),
			);
			checkRequest(mine.at(-1) as RecordedRequest, generation, names, files);
			await checkResult(items, entry, expectedTexts(generation, names), path);
		}
	});
});

/** The API takes a video alone and charges for it; the node asks for a prompt or an image besides. */
function withSomethingToDo(form: SpecForm, names: readonly string[]): string[] {
	const says = ['prompt', 'reference_image'];
	const hasPrompt = 'prompt' in (form.properties ?? {});
	return hasPrompt && !names.some((name) => says.includes(name)) ? [...names, 'prompt'] : [...names];
}

function isOfThisWay({ required = [] }: SpecWay, sent: readonly string[]): boolean {
	return required.every((name) => sent.includes(name));
}

async function checkResult(
	items: Awaited<ReturnType<typeof runAt>>['items'],
	{ model }: CatalogModel,
	texts: Record<string, string>,
	path: string,
): Promise<void> {
	const isImage = model.output === 'image';
	const [item] = items;
	const bytes = await readBinary(item?.binary?.data);
	expect(items).toHaveLength(1);
	expect(item?.json).toMatchObject({
		model: model.id,
		status: 'completed',
		mimeType: isImage ? 'image/png' : 'video/mp4',
		fileSize: bytes.length,
		...(path.startsWith('/v1/jobs/') && { jobId: expect.stringMatching(/^job_/) as string }),
		...(texts.seed !== undefined && { seed: Number(texts.seed) }),
		...(texts.resolution !== undefined && { resolution: texts.resolution }),
	});
	expect(bytes.subarray(isImage ? 1 : 4, isImage ? 4 : 8).toString('latin1')).toBe(
		isImage ? 'PNG' : 'ftyp',
	);
	expect(item?.pairedItem).toEqual({ item: 0 });
}
