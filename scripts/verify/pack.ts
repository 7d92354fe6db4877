import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A package as a user gets it. */
export interface UnpackedPackage {
	/** Where it lies, beside what n8n would install next to it. */
	readonly folder: string;
	/** Every file, by its path in the package. */
	readonly files: readonly string[];
	/** All files together, in bytes. */
	readonly unpackedSize: number;
	/** Removes it from the disk. */
	remove(): Promise<void>;
}

interface Packed {
	readonly filename: string;
	readonly unpackedSize: number;
	readonly files: readonly { readonly path: string }[];
}

/**
 * Packs the built package with npm and unpacks it in a temporary folder, with n8n-workflow beside it, as in
 * n8n's own folder for community packages.
 *
 * @throws what npm or tar says when they fail
 */
export async function packAndUnpack(root: string): Promise<UnpackedPackage> {
	const place = await mkdtemp(join(tmpdir(), 'n8n-package-'));
	const folder = join(place, 'package');
	const command = ['pack', '--json', '--ignore-scripts', '--pack-destination', place];
	const { stdout } = await run('npm', command, { cwd: root, shell: process.platform === 'win32' });
	const [packed] = JSON.parse(stdout) as Packed[];
	if (!packed) throw new Error('npm packed nothing');
	await run('tar', ['-xzf', packed.filename], { cwd: place });
	await mkdir(join(place, 'node_modules'));
	await symlink(
		join(root, 'node_modules/n8n-workflow'),
		join(place, 'node_modules/n8n-workflow'),
		'junction',
	);
	return {
		folder,
		files: packed.files.map(({ path }) => path),
		unpackedSize: packed.unpackedSize,
		remove: async () => await rm(place, { recursive: true, force: true }),
	};
}
