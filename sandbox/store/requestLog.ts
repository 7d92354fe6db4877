import type { IncomingMessage } from 'node:http';
import { parseTarget } from '../http/request';
import type { FormRecorder } from '../multipart/receiveForm';
import type { FaultRoute } from '../faults/faultPlan';
import type { RecordedFile, RecordedRequest } from '../types';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A record that is still being written. */
export type OpenRecord = Mutable<Omit<RecordedRequest, 'texts' | 'files'>> & {
	texts: (readonly [string, string])[];
	files: RecordedFile[];
};

/** Enough for any test; older records are dropped so that a long-running sandbox stays small. */
const KEPT = 50_000;
const TEXT_KEPT = 64 * 1024;

/** Every request that the API has seen, in the order of their arrival. */
export class RequestLog {
	private count = 0;
	private list: OpenRecord[] = [];

	begin(req: IncomingMessage, route: FaultRoute | undefined, model: string | undefined): OpenRecord {
		const headers = Object.fromEntries(
			Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
		);
		this.count += 1;
		const record: OpenRecord = {
			id: this.count,
			method: req.method ?? '',
			...parseTarget(req.url),
			route,
			model,
			headers,
			hasApiKey: 'x-api-key' in headers,
			apiKey: headers['x-api-key'],
			texts: [],
			files: [],
			json: undefined,
			unknownFields: [],
			bytes: 0,
			complete: false,
			status: undefined,
			fault: undefined,
			billed: undefined,
		};
		this.list.push(record);
		if (this.list.length > KEPT) this.list = this.list.slice(-KEPT / 2);
		return record;
	}

	all(): RecordedRequest[] {
		return this.list.map((record) => ({
			...record,
			texts: [...record.texts],
			files: [...record.files],
		}));
	}

	clear(): void {
		this.list = [];
	}
}

/** Writes the parts of a form into a record as they arrive. */
export function formRecorder(record: OpenRecord): FormRecorder {
	return {
		text: (name, value) => record.texts.push([name, value.slice(0, TEXT_KEPT)]),
		file: (file) => record.files.push(file),
	};
}
