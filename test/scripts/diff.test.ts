import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OWN_SPEC } from '../../scripts/util/arguments';
import { diffCommand } from '../../scripts/specDiff/command';
import { changedSpec, run, schema, withSpecFile, type Draft } from './support';

const ROOT = join(__dirname, '..', '..');
const LUCY = 'POST /v1/jobs/lucy-2.5';
const FORM = `${LUCY} > body > multipart/form-data`;
const TRANSITION = 'POST /v1/jobs/lucy-pro-flf2v > body > multipart/form-data';
const TOKENS = 'POST /v1/client/tokens > body > application/json';

const anchored = (...way: (string | number)[]) => schema('VideoEditAnchored', ...way);
const transition = (...way: (string | number)[]) => schema('ImageTransition', ...way);
const operation = (...way: (string | number)[]) => ['paths', '/v1/jobs/lucy-2.5', 'post', ...way];

/** Compares the project's document with itself, changed by the test. */
function compareWith(change: (theirs: Draft) => void) {
	return withSpecFile(changedSpec(change), 'json', (file) => run(diffCommand, file));
}

describe('what theirs has and ours lacks, or has otherwise', () => {
	it.each<[string, (theirs: Draft) => void, readonly string[]]>([
		[
			'a path',
			(theirs) => theirs.set(['paths', '/v1/jobs/lucy-9'], theirs.get('paths', '/v1/jobs/lucy-2.1')),
			['removed POST /v1/jobs/lucy-9'],
		],
		[
			'a method',
			(theirs) =>
				theirs.set(['paths', '/v1/files', 'get'], theirs.get('paths', '/v1/realtime/quota', 'get')),
			['removed GET /v1/files'],
		],
		[
			'a parameter',
			(theirs) => theirs.push(operation('parameters'), { name: 'x-trace', in: 'header', schema: {} }),
			[`removed ${LUCY} > header x-trace`],
		],
		[
			'no parameter where we demand one',
			(theirs) => theirs.set(operation('parameters'), [{ $ref: '#/components/parameters/UserAgent' }]),
			[
				`added   ${LUCY} > header x-api-key`,
				`changed ${LUCY} > header x-api-key > required: theirs false, ours true`,
			],
		],
		[
			'a body where we take none',
			(theirs) =>
				theirs.set(['paths', '/v1/realtime/quota', 'get', 'requestBody'], {
					content: { 'application/json': { schema: { type: 'object' } } },
				}),
			['removed GET /v1/realtime/quota > body'],
		],
		[
			'a body that may be left out',
			(theirs) => theirs.remove('components', 'requestBodies', 'VideoEditAnchored', 'required'),
			[`changed ${LUCY} > body > required: theirs false, ours true`],
		],
		[
			'a field',
			(theirs) => theirs.set(anchored('properties', 'steps'), { type: 'integer' }),
			[`removed ${FORM} > steps`],
		],
		[
			'a field that must be given',
			(theirs) => {
				theirs.set(anchored('properties', 'steps'), { type: 'integer' });
				theirs.push(anchored('required'), 'steps');
			},
			[`removed ${FORM} > steps`],
		],
		[
			'no field where we demand one',
			(theirs) => {
				theirs.remove(...transition('properties', 'end'));
				theirs.set(transition('required'), ['prompt', 'start']);
			},
			[
				`added   ${TRANSITION} > end`,
				`changed ${TRANSITION} > end > required: theirs false, ours true`,
			],
		],
		[
			'another type',
			(theirs) => theirs.set(anchored('properties', 'self_anchor', 'type'), 'string'),
			[`changed ${FORM} > self_anchor > type: theirs "string", ours "boolean"`],
		],
		[
			'a field that must be given where ours may be left out',
			(theirs) => theirs.push(anchored('required'), 'prompt'),
			[`changed ${FORM} > prompt > required: theirs true, ours false`],
		],
		[
			'a field that may be left out where ours must be given',
			(theirs) => theirs.set(transition('required'), ['start', 'end']),
			[`changed ${TRANSITION} > prompt > required: theirs false, ours true`],
		],
		[
			'another list of values',
			(theirs) =>
				theirs.set(transition('properties', 'resolution'), {
					type: 'string',
					enum: ['1080p', '720p'],
				}),
			[`changed ${TRANSITION} > resolution > enum: theirs ["1080p","720p"], ours ["480p","720p"]`],
		],
		[
			'no list of values where ours is one of two',
			(theirs) =>
				theirs.set(transition('properties', 'resolution'), { type: 'string', enum: ['720p'] }),
			[`changed ${TRANSITION} > resolution > enum: theirs ["720p"], ours ["480p","720p"]`],
		],
		[
			'another constant',
			(theirs) =>
				theirs.set(anchored('properties', 'resolution'), {
					type: 'string',
					const: '1080p',
					default: '720p',
				}),
			[`changed ${FORM} > resolution > const: theirs "1080p", ours "720p"`],
		],
		[
			'another default',
			(theirs) => theirs.set(anchored('properties', 'self_anchor', 'default'), false),
			[`changed ${FORM} > self_anchor > default: theirs false, ours true`],
		],
		[
			'a default',
			(theirs) => theirs.set(transition('properties', 'prompt', 'default'), 'morph'),
			[`changed ${TRANSITION} > prompt > default: theirs "morph", ours nothing`],
		],
		[
			'another limit',
			(theirs) =>
				theirs.set(anchored('properties', 'seed'), { type: 'integer', minimum: 0, maximum: 9 }),
			[`changed ${FORM} > seed > maximum: theirs 9, ours 4294967295`],
		],
		[
			'a limit',
			(theirs) => theirs.set(anchored('properties', 'prompt', 'maxLength'), 500),
			[`changed ${FORM} > prompt > maxLength: theirs 500, ours nothing`],
		],
		[
			'a null',
			(theirs) => theirs.set(anchored('properties', 'prompt', 'type'), ['string', 'null']),
			[`changed ${FORM} > prompt > nullable: theirs true, ours false`],
		],
		[
			'no null',
			(theirs) => theirs.set(schema('Quota', 'properties', 'limit', 'type'), 'integer'),
			[
				'changed GET /v1/realtime/quota > 200 > application/json > limit > nullable: theirs false, ours true',
			],
		],
		[
			'a rule on several fields at once',
			(theirs) =>
				theirs.set(anchored('oneOf'), [{ required: ['prompt'] }, { required: ['reference_image'] }]),
			[
				`changed ${FORM} > oneOf: theirs [{"required":["prompt"]},{"required":["reference_image"]}], ours nothing`,
			],
		],
		[
			'a status code',
			(theirs) => theirs.set(operation('responses', '402'), { description: 'Pay first.' }),
			[`removed ${LUCY} > 402`],
		],
		[
			'another content type',
			(theirs) =>
				theirs.set(['paths', '/v1/generate/lucy-pro-i2i', 'post', 'responses', '200'], {
					description: 'An image.',
					content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } },
				}),
			[
				'added   POST /v1/generate/lucy-pro-i2i > 200 > image/png',
				'removed POST /v1/generate/lucy-pro-i2i > 200 > image/webp',
			],
		],
		[
			'a field in an answer',
			(theirs) => theirs.set(schema('Quota', 'properties', 'queued'), { type: 'integer' }),
			['removed GET /v1/realtime/quota > 200 > application/json > queued'],
		],
		[
			'other items in a list',
			(theirs) =>
				theirs.set(schema('ClientTokenRequest', 'properties', 'allowedModels', 'items'), {
					type: 'integer',
				}),
			[`changed ${TOKENS} > allowedModels > [] > type: theirs "integer", ours "string"`],
		],
		[
			'other values in a table',
			(theirs) =>
				theirs.set(schema('ModelIds', 'properties', 'model_ids', 'additionalProperties'), {
					type: 'integer',
				}),
			[
				'changed POST /v1/models/resolve > 200 > application/json > model_ids > {} > type: theirs "integer", ours "string"',
			],
		],
	])('%s: is reported, and ends with 1', async (_, change, lines) => {
		expect(await compareWith(change)).toEqual({ code: 1, lines, problems: [] });
	});
});

describe('what ours has and theirs lacks', () => {
	it.each<[string, (theirs: Draft) => void, readonly string[]]>([
		[
			'a path',
			(theirs) => theirs.remove('paths', '/v1/jobs/lucy-pro-flf2v'),
			['added   POST /v1/jobs/lucy-pro-flf2v'],
		],
		[
			'a method',
			(theirs) => theirs.remove('paths', '/v1/files/{file_id}', 'delete'),
			['added   DELETE /v1/files/{file_id}'],
		],
		[
			'a field that may be left out',
			(theirs) => theirs.remove(...anchored('properties', 'self_anchor')),
			[`added   ${FORM} > self_anchor`],
		],
		[
			'a limit',
			(theirs) =>
				theirs.set(schema('ClientTokenRequest', 'properties', 'expiresIn'), {
					type: ['integer', 'null'],
				}),
			[`added   ${TOKENS} > expiresIn > maximum: 3600`, `added   ${TOKENS} > expiresIn > minimum: 1`],
		],
		[
			'a default',
			(theirs) => theirs.remove(...anchored('properties', 'self_anchor', 'default')),
			[`added   ${FORM} > self_anchor > default: true`],
		],
		[
			'a list of values',
			(theirs) => theirs.set(transition('properties', 'resolution'), { type: 'string' }),
			[`added   ${TRANSITION} > resolution > enum: ["480p","720p"]`],
		],
		[
			'a status code',
			(theirs) => theirs.remove(...operation('responses', '403')),
			[`added   ${LUCY} > 403`],
		],
		[
			'a field in an answer, which is always there',
			(theirs) => {
				theirs.remove(...schema('ClientToken', 'properties', 'expiresAt'));
				theirs.set(schema('ClientToken', 'required'), ['apiKey']);
			},
			['added   POST /v1/client/tokens > 200 > application/json > expiresAt'],
		],
	])('%s: is reported, and ends with 0', async (_, change, lines) => {
		expect(await compareWith(change)).toEqual({ code: 0, lines, problems: [] });
	});
});

describe('what says the same in other words', () => {
	it.each<[string, (theirs: Draft) => void]>([
		['the same document', () => undefined],
		[
			'other prose',
			(theirs) => {
				theirs.set(operation('summary'), 'Something else');
				theirs.set(operation('operationId'), 'lucy_2_5_job');
				theirs.set(anchored('title'), 'Body_lucy_2_5');
				theirs.set(anchored('properties', 'prompt', 'description'), 'Something else');
				theirs.set(anchored('properties', 'prompt', 'examples'), ['A cat']);
			},
		],
		[
			'null as a branch',
			(theirs) =>
				theirs.set(anchored('properties', 'reference_image'), {
					anyOf: [
						{
							title: 'A file',
							type: 'string',
							format: 'binary',
							contentMediaType: 'application/octet-stream',
						},
						{ type: 'null' },
					],
					default: null,
				}),
		],
		[
			'null as a flag',
			(theirs) =>
				theirs.set(anchored('properties', 'reference_image'), {
					type: 'string',
					format: 'binary',
					nullable: true,
				}),
		],
		[
			'a file by its media type',
			(theirs) =>
				theirs.set(anchored('properties', 'data'), {
					type: 'string',
					contentMediaType: 'application/octet-stream',
				}),
		],
		[
			'a constant as a list of one',
			(theirs) => theirs.set(anchored('properties', 'resolution'), { enum: ['720p'], default: '720p' }),
		],
		[
			'another order',
			(theirs) => {
				theirs.set(transition('required'), ['end', 'start', 'prompt']);
				theirs.set(schema('EarlyResolution', 'enum'), ['480p', '720p']);
			},
		],
		[
			'types as branches',
			(theirs) =>
				theirs.set(schema('ValidationIssue', 'properties', 'loc', 'items'), {
					anyOf: [{ type: 'string' }, { type: 'integer' }],
				}),
		],
		[
			'a limit that excludes',
			(theirs) =>
				theirs.set(anchored('properties', 'seed'), {
					type: 'integer',
					exclusiveMinimum: -1,
					exclusiveMaximum: 4294967296,
				}),
		],
		[
			'a form put together from parts',
			(theirs) => {
				const prompt = theirs.get(...anchored('properties', 'prompt'));
				theirs.remove(...anchored('properties', 'prompt'));
				theirs.set(anchored('allOf'), [{ type: 'object', properties: { prompt } }]);
			},
		],
		[
			'a parameter of the path, with its name in capitals',
			(theirs) => {
				theirs.set(
					['paths', '/v1/jobs/lucy-2.5', 'parameters'],
					[{ name: 'X-API-Key', in: 'header', required: true, schema: { type: 'string' } }],
				);
				theirs.set(operation('parameters'), [{ $ref: '#/components/parameters/UserAgent' }]);
			},
		],
		[
			'a media type with a parameter',
			(theirs) => {
				const way = ['components', 'responses', 'JobAccepted', 'content'];
				const content = theirs.get(...way) as Record<string, unknown>;
				theirs.set(way, { 'Application/JSON; charset=utf-8': content['application/json'] });
			},
		],
		['anything at all', (theirs) => theirs.set(anchored(), {})],
	])('%s: is no difference', async (_, change) => {
		expect(await compareWith(change)).toEqual({ code: 0, lines: [], problems: [] });
	});
});

describe('npm run spec:diff', () => {
	it('ends with 2 when there is nothing to compare with, or cannot read it', async () => {
		expect((await run(diffCommand)).code).toBe(2);
		expect((await run(diffCommand, 'a.yaml', 'b.yaml')).problems).toEqual([
			'Usage: npm run spec:diff -- FILE|URL',
		]);
		const missing = await run(diffCommand, '/nowhere/api.yaml');
		expect(missing.code).toBe(2);
		expect(missing.problems.join()).toContain('/nowhere/api.yaml');
	});

	it('runs from the command line', async () => {
		const command = (source: string) =>
			promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/specDiff.ts', source], {
				cwd: ROOT,
			});
		expect(await command(OWN_SPEC)).toEqual({ stdout: '', stderr: '' });
		const changed = changedSpec((theirs) =>
			theirs.set(anchored('properties', 'steps'), { type: 'integer' }),
		);
		await withSpecFile(changed, 'json', async (file) => {
			await expect(command(file)).rejects.toMatchObject({
				code: 1,
				stdout: `removed ${FORM} > steps\n`,
			});
		});
	});
});
