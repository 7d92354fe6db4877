import { findBinary, createFilePart, UnusableFile, type Accepts, type InputFile } from '../media/inputFile';
import { mayReadAhead } from '../media/fileSource';
import { parseInputUrl, storeUrl } from '../media/inputUrl';
import { memoize } from '../media/memoize';
import { DecartError } from '../transport/errors';
import { combineSignals } from '../transport/cancellation';
import { cannotSign } from '../media/resultFile';
import type { Settings } from './settings';
import type { ItemParameters } from './itemParameters';
import type { NodeContext } from './operation';
import { fileProblem, type Problem } from './invalidInput';
import { fileIdentity } from './requestIdentity';

/** A file that a request will upload. */
export interface FileInput {
	/** The form field's name. */
	readonly name: string;
	/** What the field is called in the editor. */
	readonly label: string;
	/** Whether it can be checked before any item is sent: it is at hand in n8n, and can be read cheaply. */
	mayLoadAhead(): Promise<boolean>;
	/** Tells the file from others, in all tries of a run; empty for a URL, which is a parameter of the node. */
	readonly identity: string;
	/** Gives the checked file, the same one however often it is asked; throws `UnusableFile`. */
	load(): Promise<InputFile>;
}

/** Which file parameters to read, and what they may hold. */
export interface FileParameters {
	readonly name: string;
	readonly label: string;
	/** The beginning of the three parameters' names: `data` for `dataSource`, `dataBinary`, `dataUrl`. */
	readonly parameter: string;
	readonly required: boolean;
	readonly accepts: Accepts;
}

/**
 * Reads a file field's three parameters. Nothing is opened or fetched yet.
 *
 * @returns `undefined` for an optional file that is not given
 * @throws UnusableFile for a source or a URL that cannot be
 */
export function readFileInput(
	context: NodeContext,
	item: ItemParameters,
	{ name, label, parameter, required, accepts }: FileParameters,
	settings: Pick<Settings, 'maxUrlBytes' | 'requestTimeoutMs' | 'maxRetries' | 'outputAs'>,
): FileInput | undefined {
	const { functions, api } = context;
	const { itemIndex } = item;
	const read = (suffix: string) => item.get(`${parameter}${suffix}`);
	const source = read('Source') ?? (required ? 'binary' : 'none');
	switch (source) {
		case 'none':
			if (required) throw new UnusableFile('is required', 'choose Binary File or URL', 'Source');
			return undefined;
		case 'binary': {
			const binary = findBinary(functions, itemIndex, read('Binary'), MAIN_FILES.has(parameter));
			return {
				name,
				label,
				// Loading a missing file gives the better error.
				mayLoadAhead: memoize(async () => await mayReadAhead(functions, binary).catch(() => true)),
				identity: fileIdentity(binary),
				load: memoize(() => createFilePart(functions, itemIndex, binary, accepts)),
			};
		}
		case 'url': {
			const url = parseInputUrl(read('Url'));
			const limits = {
				maxBytes: settings.maxUrlBytes,
				maxRetries: settings.maxRetries,
				timeoutMs: settings.requestTimeoutMs,
				signal: combineSignals(api),
			};
			const fetchOnce = async () => {
				const binary = await storeUrl(functions, url, limits);
				// Without an id it is in memory, where the result will be too.
				if (settings.outputAs === 'signedUrl' && binary.id === undefined) throw cannotSign();
				return await createFilePart(functions, itemIndex, binary, accepts).catch((error: unknown) => {
					throw error instanceof UnusableFile ? error.from('URL') : error;
				});
			};
			return {
				name,
				label,
				mayLoadAhead: async () => await Promise.resolve(false),
				identity: '',
				load: memoize(fetchOnce),
			};
		}
		default:
			throw new UnusableFile(
				'must come from a binary field or a URL',
				'choose Binary File or URL',
				'Source',
			);
	}
}

/**
 * Why a file cannot be sent.
 *
 * @throws DecartError as it came, when it is no fault of the file
 */
export function createFileProblem(field: Pick<FileParameters, 'name' | 'label'>, error: unknown): Problem {
	if (error instanceof UnusableFile) return fileProblem(field, error);
	if (error instanceof DecartError) throw error;
	const reason = error instanceof Error ? error.message : String(error);
	return fileProblem(field, new UnusableFile('cannot be read', `the file cannot be read: ${reason}`));
}

/** An item's only file is what it is about; it is no second image that was not given. */
const MAIN_FILES = new Set(['data', 'file']);
