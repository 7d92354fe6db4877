import { describe, expect, it } from 'vitest';
import { schema, type Draft } from '../support';
import { anchored, transition, operation, compareWith } from './support';

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
