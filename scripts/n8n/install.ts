import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { runProgram } from './runProgram';
import { CACHE } from './paths';
import type { Version } from './versions';

/** An n8n that is ready to start. */
export interface InstalledN8n {
	readonly version: string;
	/** The `node` program that runs it. */
	readonly node: string;
	/** n8n's own command line program, a script. */
	readonly n8n: string;
	/** The `PATH` on which its Node.js comes first. */
	readonly path: string;
}

/** The file in an installed folder that says what was installed. */
const STAMP = '.installed';

/** Tells a person what takes so long. */
export type Report = (line: string) => void;

/**
 * Installs an n8n and its Node.js into `.cache/`, as its folder's lock file says, or finds them there from an
 * earlier run.
 *
 * @throws Error with the end of npm's log
 */
export async function installN8n(version: Version, report: Report): Promise<InstalledN8n> {
	await mkdir(CACHE, { recursive: true });
	const node = await installNode(version.node, report);
	const path = [dirname(node), process.env.PATH].join(delimiter);
	const folder = await freshUnless(await installKey(version), `n8n-${version.n8n}`, async (target) => {
		report(`Installing n8n ${version.n8n}: some five minutes and two gigabytes, once`);
		for (const name of ['package.json', 'package-lock.json'])
			await copyFile(join(lockFolder(version), name), join(target, name));
		// n8n's peer dependencies send npm's resolver round in circles, and of its install scripts only one matters.
		// `npm ci` misses optional packages of other platforms, which npm leaves out of a lock file.
		await npm(node, ['install', '--legacy-peer-deps', '--ignore-scripts'], target, path);
		await addSqlite(join(target, 'node_modules/sqlite3'), async () => {
			await npm(node, ['rebuild', 'sqlite3', '--ignore-scripts=false'], target, path);
		});
	});
	return { version: version.n8n, node, n8n: join(folder, 'node_modules/n8n/bin/n8n'), path };
}

/** By version of the package sqlite3: its compiled module, once it is there. */
const compiled = new Map<string, Promise<string>>();

/**
 * Gives a package sqlite3 its compiled module. Compiling it takes a minute of a core, and it fits every Node.js: n8n's
 * other versions that this process installs get a copy.
 */
async function addSqlite(folder: string, compile: () => Promise<void>): Promise<void> {
	const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		version: string;
	};
	const file = join(folder, 'build/Release/node_sqlite3.node');
	const made = compiled.get(version) ?? compile().then(() => file);
	compiled.set(version, made);
	if ((await made) === file) return;
	await mkdir(dirname(file), { recursive: true });
	await copyFile(await made, file);
}

/** Whether an n8n is in the cache from an earlier run, as its lock file is now. */
export async function isInstalled(version: Version): Promise<boolean> {
	return await hasStamp(join(CACHE, `n8n-${version.n8n}`), await installKey(version));
}

function lockFolder({ n8n }: Version): string {
	return join(__dirname, 'locks', n8n);
}

async function installKey(version: Version): Promise<string> {
	const lock = await readFile(join(lockFolder(version), 'package-lock.json'));
	return createHash('sha256').update(lock).update(version.node).digest('hex');
}

async function hasStamp(folder: string, key: string): Promise<boolean> {
	const stamp = join(folder, STAMP);
	return existsSync(stamp) && (await readFile(stamp, 'utf8')) === key;
}

/** The `node` program of the version: this one where its major version is the same, else npm's package. */
async function installNode(version: string, report: Report): Promise<string> {
	const major = `v${version.split('.')[0]}.`;
	if (process.version.startsWith(major)) return process.execPath;
	const folder = await freshUnless(version, `node-${version.split('.')[0]}`, async (target) => {
		report(`Installing Node.js ${version}`);
		await writeFile(join(target, 'package.json'), '{ "private": true }\n');
		// The program comes with the package's install script.
		await npm(process.execPath, ['install', '--ignore-scripts=false', `node@${version}`], target);
	});
	return join(folder, 'node_modules/node/bin/node');
}

/** A folder in the cache that was filled for this key; filled now if it was not. */
async function freshUnless(
	key: string,
	name: string,
	fill: (folder: string) => Promise<void>,
): Promise<string> {
	const folder = join(await realpath(CACHE), name);
	if (await hasStamp(folder, key)) return folder;
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await fill(folder);
	await writeFile(join(folder, STAMP), key);
	return folder;
}

/** Runs npm on a Node.js of one's choice. */
export async function npm(
	node: string,
	args: readonly string[],
	cwd: string,
	path = process.env.PATH ?? '',
): Promise<void> {
	const script = process.env.npm_execpath;
	const command = script ? { file: node, args: [script, ...args] } : { file: 'npm', args };
	await runProgram(command.file, command.args, {
		cwd,
		env: { PATH: path, npm_config_audit: 'false', npm_config_fund: 'false' },
		log: join(CACHE, `npm-${basename(cwd)}.log`),
	});
}
