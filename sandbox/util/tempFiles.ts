import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of temporary files, gone when the sandbox closes. */
export class TempFiles {
	private count = 0;
	private readonly directory = mkdtempSync(join(tmpdir(), 'decart-sandbox-'));

	/** A path nobody uses yet. Nothing is created there. */
	newPath(): string {
		this.count += 1;
		return join(this.directory, String(this.count));
	}

	async discard(path: string): Promise<void> {
		await rm(path, { force: true });
	}

	/** Removes everything. Synchronous, so that it also works while the process is on its way out. */
	remove(): void {
		rmSync(this.directory, { recursive: true, force: true });
	}
}
