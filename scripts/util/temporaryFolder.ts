import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory: tests write thousands, and need not wait for a disk. */
const IN_MEMORY = '/dev/shm';
/** More than all tests together need, in bytes. In a container there is often far less. */
const ENOUGH = 4 * 2 ** 30;

/** Gives the tests one folder for all their temporary files, and removes it after the last. */
export default function setup(): () => void {
	const folder = mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'n8n-nodes-decart-'));
	// PostgreSQL, which is run by an account of its own, has a folder in it.
	chmodSync(folder, 0o711);
	// The processes that run tests inherit it, and so does what they start.
	process.env.TMPDIR = folder;
	return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function hasRoom(folder: string): boolean {
	try {
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize >= ENOUGH;
	} catch {
		return false;
	}
}
