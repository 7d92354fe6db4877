import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServerCounts, ServerSettings } from './protocol';

export type { ServerCounts, ServerSettings } from './protocol';

/** The server of the benchmarks, which runs in a process of its own. */
export interface BenchServer {
	readonly url: string;
	/** Sets it up anew and forgets what was counted. */
	setUp(settings: Partial<ServerSettings>): Promise<void>;
	counts(): Promise<ServerCounts>;
	close(): void;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startBenchServer(): Promise<BenchServer> {
	const child = fork(join(__dirname, 'process.ts'), { execArgv: ['--import', 'tsx'] });
	const [{ url }] = (await once(child, 'message')) as [{ url: string }];
	return {
		url,
		async setUp(settings) {
			const body = JSON.stringify(settings);
			await fetch(`${url}/bench/settings`, { method: 'POST', body });
		},
		async counts() {
			return (await (await fetch(`${url}/bench/counts`)).json()) as ServerCounts;
		},
		close: () => void child.disconnect(),
	};
}
