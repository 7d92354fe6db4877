import { compileErrors, validate } from '@readme/openapi-parser';
import { describe, expect, it } from 'vitest';
import { OWN_SPEC } from '../../scripts/util/arguments';
import type { OpenApiDocument, Operation, SchemaObject } from '../../openapi/document';
import { loadSpec } from '../../openapi/load';

const VIDEO = ['data', 'prompt?', 'reference_image?', 'seed?', 'resolution?', 'enhance_prompt?'];
const IMAGE = ['prompt', 'data', 'reference_image?', 'seed?', 'resolution?', 'enhance_prompt?'];
const CLIP = ['prompt', 'data', 'reference_image?', 'seed?', 'resolution?', 'enhance_prompt?'];

/** Every path that makes something, with its fields; `?` marks those that may be left out. */
const GENERATION: Readonly<Record<string, readonly string[]>> = {
	'/v1/generate/lucy-image-2': IMAGE,
	'/v1/generate/lucy-image-latest': IMAGE,
	'/v1/generate/lucy-pro-i2i': IMAGE,
	'/v1/generate/lucy-pro-t2i': ['prompt', 'seed?', 'resolution?', 'orientation?'],
	'/v1/jobs/lucy-image-2': IMAGE,
	'/v1/jobs/lucy-image-latest': IMAGE,
	'/v1/jobs/lucy-2.5': [...VIDEO, 'self_anchor?'],
	'/v1/jobs/lucy-latest': VIDEO,
	'/v1/jobs/lucy-2.1': VIDEO,
	'/v1/jobs/lucy-clip': CLIP,
	'/v1/jobs/lucy-clip-latest': CLIP,
	'/v1/jobs/lucy-pro-v2v': [...CLIP, 'num_inference_steps?'],
	'/v1/jobs/lucy-dev-v2v': ['prompt', 'data', 'seed?', 'resolution?', 'enhance_prompt?'],
	'/v1/jobs/lucy-fast-v2v': ['prompt', 'data', 'seed?', 'resolution?', 'enhance_prompt?'],
	'/v1/jobs/lucy-restyle-2': VIDEO,
	'/v1/jobs/lucy-restyle-latest': VIDEO,
	'/v1/jobs/lucy-restyle-v2v': VIDEO,
	'/v1/jobs/lucy-vton-3': VIDEO,
	'/v1/jobs/lucy-vton-3.5': VIDEO,
	'/v1/jobs/lucy-vton-2': VIDEO,
	'/v1/jobs/lucy-vton-latest': VIDEO,
	'/v1/jobs/lucy-2.1-vton-2': VIDEO,
	'/v1/jobs/lucy-pro-t2v': ['prompt', 'seed?', 'resolution?', 'orientation?'],
	'/v1/jobs/lucy-pro-i2v': ['prompt', 'data', 'seed?', 'resolution?'],
	'/v1/jobs/lucy-dev-i2v': ['prompt', 'data', 'seed?', 'resolution?'],
	'/v1/jobs/lucy-pro-flf2v': ['prompt', 'start', 'end', 'seed?', 'resolution?'],
};

const OTHERS = [
	'GET /v1/jobs/{job_id}',
	'GET /v1/jobs/{job_id}/content',
	'POST /v1/files',
	'GET /v1/files/{file_id}',
	'DELETE /v1/files/{file_id}',
	'POST /v1/models/resolve',
	'GET /v1/realtime/quota',
	'POST /v1/client/tokens',
];

function findForm(operation: Operation | undefined): SchemaObject {
	return operation?.requestBody?.content?.['multipart/form-data']?.schema as SchemaObject;
}

function field(document: OpenApiDocument, path: string, name: string): SchemaObject {
	return findForm(document.paths[path]?.post).properties?.[name] as SchemaObject;
}

describe("the project's OpenAPI document", async () => {
	const document = await loadSpec(OWN_SPEC);

	it('is valid OpenAPI 3.1, without a warning', async () => {
		const result = await validate(OWN_SPEC);
		expect(result.valid ? '' : compileErrors(result)).toBe('');
		expect(result.warnings).toEqual([]);
		expect(document.openapi).toMatch(/^3\.1\./);
	});

	it('holds every endpoint of the API and no other', () => {
		const endpoints = Object.entries(document.paths).flatMap(([path, item]) =>
			Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
		);
		const generation = Object.keys(GENERATION).map((path) => `POST ${path}`);
		expect(endpoints.sort()).toEqual([...generation, ...OTHERS].sort());
	});

	it.each(Object.entries(GENERATION))('lists the fields of %s', (path, fields) => {
		const { properties = {}, required = [] } = findForm(document.paths[path]?.post);
		const listed = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
		expect(listed.sort()).toEqual([...fields].sort());
	});

	it('answers the process surface with an image and the queue with a job', () => {
		for (const path of Object.keys(GENERATION)) {
			const success = document.paths[path]?.post?.responses?.['200'];
			expect(Object.keys(success?.content ?? {})).toEqual([
				path.startsWith('/v1/generate/') ? 'image/png' : 'application/json',
			]);
		}
	});

	it('describes the 422 of every operation as a list of places and reasons', () => {
		for (const [path, item] of Object.entries(document.paths)) {
			for (const operation of Object.values(item) as Operation[]) {
				const schema = operation.responses?.['422']?.content?.['application/json']
					?.schema as SchemaObject;
				const issue = (schema.properties?.detail as SchemaObject | undefined)?.items as SchemaObject;
				expect(issue.required, path).toEqual(['loc', 'msg', 'type']);
			}
		}
	});

	it('knows the limits of seeds, prompts, resolutions and client tokens', () => {
		expect(field(document, '/v1/jobs/lucy-2.5', 'seed')).toMatchObject({
			minimum: 0,
			maximum: 4294967295,
		});
		expect(field(document, '/v1/generate/lucy-image-2', 'prompt')).toMatchObject({ maxLength: 1000 });
		expect(field(document, '/v1/jobs/lucy-2.1', 'prompt')).toMatchObject({ default: '' });
		expect(field(document, '/v1/jobs/lucy-2.1', 'resolution')).toMatchObject({ const: '720p' });
		expect(field(document, '/v1/generate/lucy-image-2', 'resolution')).toMatchObject({
			enum: ['720p', '480p'],
			default: '720p',
		});
		const body =
			document.paths['/v1/client/tokens']?.post?.requestBody?.content?.['application/json']?.schema;
		const [token] = (body as SchemaObject).anyOf as SchemaObject[];
		expect(token?.properties).toMatchObject({
			allowedModels: { maxItems: 20 },
			allowedOrigins: { maxItems: 20 },
		});
	});

	it('marks the older names and the retired models', () => {
		const marked = Object.entries(document.paths).flatMap(([path, { post }]) =>
			post?.deprecated ? [path.split('/').at(-1)] : [],
		);
		expect(marked.sort()).toEqual([
			'lucy-2.1-vton-2',
			'lucy-dev-i2v',
			'lucy-dev-v2v',
			'lucy-fast-v2v',
			'lucy-pro-flf2v',
			'lucy-pro-i2i',
			'lucy-pro-i2v',
			'lucy-pro-t2i',
			'lucy-pro-t2v',
			'lucy-pro-v2v',
			'lucy-restyle-v2v',
		]);
	});
});
