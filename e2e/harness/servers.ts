import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstalledN8n } from '../../scripts/n8n/install';
import { startN8n, WITHOUT_EDITOR, type StartedN8n } from '../../scripts/n8n/launch';

/** Where an n8n keeps files, as `N8N_DEFAULT_BINARY_DATA_MODE` names it. `default` is the memory. */
export type BinaryMode = 'default' | 'filesystem' | 'database';

/** Tests that open n8n's editor do so in the n8n of this mode. */
export const WITH_EDITOR = 'filesystem' satisfies BinaryMode;

/** What a test needs to know of an n8n that it shares with others. */
export interface SharedN8n {
	readonly url: string;
	readonly cookie: string;
	readonly folder: string;
	readonly files: string;
}

/** One n8n of each version and mode, started when it is first asked for. */
export interface Servers {
	/** Starts them for other processes: `GET {url}/{version}/{mode}`. */
	readonly url: string;
	start(version: string, mode: BinaryMode): Promise<SharedN8n>;
	/** Ends them all; `keepLog` puts their logs into the cache. */
	close(options?: { keepLog?: boolean }): Promise<void>;
}

/** Gets ready to start n8ns. */
export async function openServers(installed: readonly InstalledN8n[]): Promise<Servers> {
	const started = new Map<string, Promise<StartedN8n>>();
	const start: Servers['start'] = async (version, mode) => {
		const key = `${version} ${mode}`;
		const n8n = started.get(key) ?? startIn(mode, findVersion(installed, version));
		started.set(key, n8n);
		const { url, api, folder, files } = await n8n;
		return { url, cookie: api.cookie, folder, files };
	};
	const server = await listen(async (version, mode) => await start(version, mode as BinaryMode));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		start,
		async close(options) {
			server.close();
			const starts = await Promise.allSettled(started.values());
			await Promise.all(
				starts.map(async (one) => one.status === 'fulfilled' && (await one.value.stop(options))),
			);
		},
	};
}

async function startIn(mode: BinaryMode, installed: InstalledN8n): Promise<StartedN8n> {
	return await startN8n(installed, {
		...(mode === WITH_EDITOR ? {} : WITHOUT_EDITOR),
		N8N_DEFAULT_BINARY_DATA_MODE: mode,
	});
}

function findVersion(installed: readonly InstalledN8n[], version: string): InstalledN8n {
	const found = installed.find((one) => one.version === version);
	if (!found) throw new Error(`n8n ${version} is not installed`);
	return found;
}

async function listen(start: (version: string, mode: string) => Promise<SharedN8n>): Promise<Server> {
	const server = createServer((request, response) => {
		const [, version = '', mode = ''] = (request.url ?? '').split('/');
		start(version, mode).then(
			(n8n) => response.end(JSON.stringify(n8n)),
			(error: unknown) => response.writeHead(500).end(String(error)),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}
