import { describe, expect, it } from 'vitest';
import { schema, type Draft } from '../../support';
import { LUCY, FORM, TRANSITION, TOKENS, anchored, transition, operation, compareWith } from '../support';

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
