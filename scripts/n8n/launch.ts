import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn, type Client } from './client';
import type { InstalledN8n } from './install';
import { spawnN8n, waitUntilUp, type N8nProcess } from './spawnN8n';
import { givePackage } from './package';
import { CACHE } from './paths';
import { freePort } from './ports';

/** A real n8n, signed in to. */
export interface N8n {
	readonly version: string;
	readonly url: string;
	readonly api: Client;
	/** `N8N_USER_FOLDER`, and its home. */
	readonly folder: string;
	/** Where its file nodes may read and write. */
	readonly files: string;
}

/** An n8n that was started here, and is to be stopped here. */
export interface StartedN8n extends N8n {
	readonly process: N8nProcess;
	/** Ends it and removes its folder; `keepLog` puts its log into the cache. */
	stop(options?: { keepLog?: boolean }): Promise<void>;
}

/** One key, so that a worker can read what the main process has written. */
const ENCRYPTION_KEY = 'a key for trials';

/** What n8n logs last when it starts, also without its editor. */
const READY = /^Editor is now accessible via:$/m;
/** Without its editor: preparing that editor's files is at least a quarter of n8n's start. */
export const WITHOUT_EDITOR: Readonly<Record<string, string>> = { N8N_DISABLE_UI: 'true' };
/** On a busy machine a query waits, and by default n8n refuses every request once one has waited for five seconds. */
const DATABASE_TIMEOUT_MS = '60000';

/** The settings that every process of an n8n needs to be quick, quiet and alone on the machine. */
export function quietSettings(folder: string): Record<string, string> {
	return {
		HOME: folder,
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false',
		// The name it had in n8n 2.8.4, then the one in 2.41.1.
		N8N_DB_PING_TIMEOUT: DATABASE_TIMEOUT_MS,
		DB_PING_TIMEOUT_MS: DATABASE_TIMEOUT_MS,
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_RESTRICT_FILE_ACCESS_TO: join(folder, 'files'),
	};
}

/** A folder for one n8n's data. */
export async function newUserFolder(version: string): Promise<string> {
	const folder = await mkdtemp(join(await realpath(tmpdir()), `n8n-${version}-`));
	await mkdir(join(folder, 'files'));
	return folder;
}

/** Where an n8n keeps its data, and what is special about it. */
export interface Launch {
	readonly folder: string;
	/** Default: a free one. */
	readonly port?: number;
	/** Settings on top of the usual ones. */
	readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts n8n on a folder, waits for it and signs in.
 *
 * @throws Error with the end of n8n's log when it does not come up
 */
export async function launchN8n(
	installed: InstalledN8n,
	{ folder, port, env = {} }: Launch,
): Promise<{ url: string; api: Client; process: N8nProcess }> {
	const chosenPort = port ?? (await freePort());
	const url = `http://127.0.0.1:${chosenPort}`;
	const settings = {
		...quietSettings(folder),
		N8N_PORT: String(chosenPort),
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: url,
		...env,
	};
	const process = spawnN8n(installed, ['start'], settings, join(folder, 'n8n.log'));
	try {
		await waitUntilUp(`${url}/healthz/readiness`, READY, process);
		return { url, api: await signIn(url), process };
	} catch (error) {
		await process.stop();
		throw error;
	}
}

/**
 * Starts an n8n of its own: empty, with the packed node installed and an owner signed in.
 *
 * @param env settings on top of the usual ones
 */
export async function startN8n(
	installed: InstalledN8n,
	env: Readonly<Record<string, string>> = {},
): Promise<StartedN8n> {
	const { version } = installed;
	const folder = await newUserFolder(version);
	await givePackage(folder);
	const launched = await launchN8n(installed, { folder, env }).catch(async (error: unknown) => {
		await keep(folder, version);
		await rm(folder, { recursive: true, force: true });
		throw error;
	});
	const stop = async ({ keepLog = false } = {}): Promise<void> => {
		await launched.process.stop();
		if (keepLog) await keep(folder, version);
		await rm(folder, { recursive: true, force: true });
	};
	return { version, folder, files: join(folder, 'files'), stop, ...launched };
}

/** Copies a folder's log to where a person finds it after the run. */
async function keep(folder: string, version: string): Promise<void> {
	const logs = join(CACHE, 'logs');
	await mkdir(logs, { recursive: true });
	const time = new Date().toISOString().replaceAll(':', '-');
	await copyFile(join(folder, 'n8n.log'), join(logs, `n8n-${version}-${time}.log`));
}
