import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './install';
import { CACHE, ROOT } from './paths';

/** What the prepared folder of installed community packages is called in the cache. */
const FOLDER = 'community-nodes';

/**
 * Packs the built project and installs the tarball as n8n installs a community package.
 *
 * @param folder `.n8n/nodes` of an n8n; by default a folder that is copied there later
 */
export async function installPackage(folder = join(CACHE, FOLDER)): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await npm(process.execPath, ['pack', '--pack-destination', folder], ROOT);
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack made no tarball');
	const description = { name: 'installed-nodes', private: true, dependencies: {} };
	await writeFile(join(folder, 'package.json'), JSON.stringify(description));
	const flags = ['--legacy-peer-deps', '--ignore-scripts', '--no-package-lock'];
	await npm(process.execPath, ['install', ...flags, `./${tarball}`], folder);
}

/** Puts the packed and installed package where an n8n with this user folder loads it from. */
export async function givePackage(userFolder: string): Promise<void> {
	const installed = join(CACHE, FOLDER);
	if (!existsSync(installed)) throw new Error('The package is not packed yet: run npm run e2e');
	await cp(installed, join(userFolder, '.n8n/nodes'), { recursive: true });
}
