import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { compact, expand, type SharedFields } from '../../../nodes/Decart/operation/compactRecord';

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant({ unit: 'px' }));
const record = fc.dictionary(fc.constantFrom('model', 'mimeType', 'width', 'fileName', 'prompt'), value);

describe('The fields that results share', () => {
	it('come back with every record, whichever fields it has', () => {
		fc.assert(
			fc.property(fc.array(record, { minLength: 1 }), (records) => {
				const shared: SharedFields = {};
				const compacted = records.map((one) => compact(one as IDataObject, shared));
				expect(compacted.map((one) => expand(one, shared))).toEqual(records);
			}),
		);
	});

	it('stand once, however many results have them', () => {
		const shared: SharedFields = {};
		const first = { model: 'lucy-image-2', width: 480 };
		compact(first, shared);
		expect(shared).toEqual(first);
		expect(compact({ model: 'lucy-image-2', width: 720 }, shared)).toEqual({ own: { width: 720 } });
	});

	it('are short: the file of a result in memory mode stays its own', () => {
		const shared: SharedFields = {};
		const record = { model: 'lucy-image-2', data: 'x'.repeat(10_000) };
		expect(compact(record, shared)).toEqual({ own: { data: record.data } });
		expect(shared).toEqual({ model: 'lucy-image-2' });
	});
});
