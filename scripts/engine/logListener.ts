import type { IExecuteFunctions } from 'n8n-workflow';
import { inNode } from './nodeFunctions';

/** n8n's logger, as far as a listener needs it. */
type Listenable = IExecuteFunctions['logger'] & {
	setInternalLogger(logger: { log(level: string, message: string, metadata: object): void }): void;
};

/** What n8n writes into its log from now on, a line each with all its data; also what it would not show. */
export async function listenToLog(): Promise<string[]> {
	const lines: string[] = [];
	await inNode({ apiKey: 'none', baseUrl: 'http://127.0.0.1:1' }, async ({ functions }) => {
		const logger = functions.logger as Listenable;
		logger.setInternalLogger({
			log: (level, message, metadata) => void lines.push(`${level} ${message} ${plain(metadata)}`),
		});
		await Promise.resolve();
	});
	lines.length = 0;
	return lines;
}

function plain(value: object): string {
	const seen = new Set<unknown>();
	return JSON.stringify(value, (_key, entry: unknown) => {
		if (typeof entry !== 'object' || entry === null) return entry;
		if (seen.has(entry)) return '(again)';
		seen.add(entry);
		return entry instanceof Error ? { ...entry, message: entry.message, stack: entry.stack } : entry;
	});
}
