import { describe, expect, it } from 'vitest';
import { schema, type Draft } from '../../support';
import { LUCY, FORM, TRANSITION, TOKENS, anchored, transition, operation, compareWith } from '../support';

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
