import { watch } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../n8n/paths';

/** Editors save in several steps; what comes within this time is one change. */
const SETTLE_MS = 300;

/** Calls back after a change to what ships, one call at a time. Gives a function that ends the watch. */
export function watchSources(changed: () => Promise<void>): () => void {
	let timer: NodeJS.Timeout | undefined;
	let running = Promise.resolve();
	const notice = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			running = running.then(changed).catch((error: unknown) => {
				process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
			});
		}, SETTLE_MS);
	};
	const watchers = ['nodes', 'credentials'].map((folder) =>
		watch(join(ROOT, folder), { recursive: true }, notice),
	);
	return () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}
