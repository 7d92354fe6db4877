import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';

/** What the figures depend on. */
export interface Machine {
	readonly date: string;
	readonly node: string;
	readonly platform: string;
	readonly cores: number;
	readonly memoryGb: number;
	/** How many processes wanted a core in the minute before: on a busy machine, figures say little. */
	readonly load?: number;
	readonly versions: Readonly<Record<string, string>>;
}

const PACKAGES = ['n8n-core', 'n8n-workflow', '@decartai/sdk', 'axios', 'form-data', 'undici'];

/** Describes the machine and the versions that are measured. */
export async function describeMachine(root: string): Promise<Machine> {
	const versions: Record<string, string> = {};
	for (const name of PACKAGES) {
		const text = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8');
		versions[name] = (JSON.parse(text) as { version: string }).version;
	}
	return {
		date: new Date().toISOString().slice(0, 10),
		node: process.version,
		platform: `${platform()} ${arch()}`,
		cores: cpus().length,
		load: Number(loadavg()[0]?.toFixed(1)),
		memoryGb: Math.round(totalmem() / 2 ** 30),
		versions,
	};
}
