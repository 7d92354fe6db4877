import type { Made } from './results';
import type { Row } from './table';

export type DemoKind = 'photos' | 'video';

/** A workflow file, the folders that it names, and the table that sums it up. */
export interface Demo {
	readonly file: string;
	readonly folders: { readonly input: string; readonly output: string };
	readonly columns: readonly string[];
	/** @param locate gives the real path of a file that the workflow wrote */
	toRow(made: Made, locate: (path: unknown) => string): Row;
}

const FILES = '/home/node/.n8n-files';

export const DEMOS: Readonly<Record<DemoKind, Demo>> = {
	photos: {
		file: 'examples/restyle-photos.json',
		folders: { input: `${FILES}/photos`, output: `${FILES}/restyled` },
		columns: ['photo', 'model', 'seed', 'bytes', 'milliseconds', 'file'],
		toRow: ({ source, json }, locate) => ({
			photo: source,
			model: String(json.model),
			seed: Number(json.seed),
			bytes: Number(json.fileSize),
			milliseconds: Number(json.durationMs),
			file: locate(json.fileName),
		}),
	},
	video: {
		file: 'examples/video-queue.json',
		folders: { input: `${FILES}/clips`, output: `${FILES}/edited` },
		columns: ['clip', 'job', 'status', 'bytes', 'file'],
		toRow: ({ source, json }, locate) => ({
			clip: source,
			job: String(json.jobId),
			status: String(json.status),
			bytes: Number(json.fileSize),
			file: locate(json.fileName),
		}),
	},
};
