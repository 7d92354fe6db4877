import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OWN_CURATION } from '../../../scripts/util/arguments';
import { readCatalog } from '../../../scripts/generator/catalog';
import { checkCuration } from '../../../scripts/generator/curation';
import { specFromText } from '../../../openapi/load';
import { changedSpec, Draft, findModel, findProperties } from '../support';

/** The project's curation, changed by the test. */
function changedCuration(change: (draft: Draft) => void) {
	const draft = new Draft(parse(readFileSync(OWN_CURATION, 'utf8')));
	change(draft);
	return checkCuration(draft.document, 'curation.yaml');
}

describe('the curation', () => {
	it('and the document are all that a new model takes', () => {
		const document = changedSpec((draft) => {
			const path = draft.get('paths', '/v1/jobs/lucy-vton-3') as object;
			draft.set(['paths', '/v1/jobs/lucy-vton-4'], path);
		});
		const curation = changedCuration((draft) => {
			const tryOn = ['operations', 'video.tryOn'];
			draft.set([...tryOn, 'models', 'lucy-vton-4'], { label: 'Lucy VTON 4' });
			draft.set([...tryOn, 'default'], 'lucy-vton-4');
		});
		const catalog = readCatalog(specFromText(JSON.stringify(document), 'the document'), curation);
		const [three, four] = ['lucy-vton-3', 'lucy-vton-4'].map((id) => findModel(catalog, id));
		expect(four).toMatchObject({ label: 'Lucy VTON 4', operation: 'tryOn', fields: three?.fields });
		expect(four?.paths).toEqual([{ surface: 'queue', path: '/v1/jobs/lucy-vton-4' }]);
		expect(catalog.unknown).toEqual([]);
		const operation = catalog.operations.find(({ key }) => key === 'video.tryOn');
		expect(operation?.defaultModel.id).toBe('lucy-vton-4');
		const conditions = findProperties(catalog, 'video.tryOn').fields.map(
			({ displayOptions }) => displayOptions,
		);
		expect(JSON.stringify(conditions)).not.toContain('lucy-vton');
	});

	it.each<[string, (draft: Draft) => void, string]>([
		[
			'an entry that nothing reads',
			(draft) => draft.set(['fields', 'seed', 'hlep'], 'A number'),
			'curation.yaml: fields: seed has the unknown entry hlep',
		],
		[
			'a status that there is not',
			(draft) => draft.set(['operations', 'video.edit', 'models', 'lucy-clip', 'status'], 'old'),
			'curation.yaml: operations: video.edit: models: lucy-clip has the unknown status old',
		],
		[
			'a default that is none of the models',
			(draft) => draft.set(['operations', 'video.edit', 'default'], 'lucy-image-2'),
			'curation.yaml: operations: video.edit has the default lucy-image-2, which is none of its models',
		],
		[
			'a replacement that is no model',
			(draft) =>
				draft.set(
					['operations', 'image.edit', 'models', 'lucy-pro-i2i', 'replacement'],
					'lucy-image',
				),
			'curation.yaml: lucy-pro-i2i has the replacement lucy-image, which is no model',
		],
		[
			'a price without its source',
			(draft) => draft.remove('operations', 'video.edit', 'models', 'lucy-2.5', 'price', 'source'),
			'curation.yaml: operations: video.edit: models: lucy-2.5: price has to have a source',
		],
		[
			'a price without its date',
			(draft) => draft.remove('operations', 'video.edit', 'models', 'lucy-2.5', 'price', 'date'),
			'curation.yaml: operations: video.edit: models: lucy-2.5: price has to have a date',
		],
		[
			'a list where models should be',
			(draft) => draft.set(['operations', 'image.edit', 'models'], ['lucy-image-2']),
			'curation.yaml: operations: image.edit: models has to be a mapping',
		],
	])('with %s is refused, and the place named', (_, change, message) => {
		expect(() => changedCuration(change)).toThrow(message);
	});
});
