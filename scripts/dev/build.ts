import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../n8n/paths';

/** Builds what ships. What is wrong is printed; `false` when something is. */
export async function build(): Promise<boolean> {
	const gulp = join(ROOT, 'node_modules/gulp/bin/gulp.js');
	const child = spawn(process.execPath, [gulp, '--silent'], { cwd: ROOT, stdio: 'inherit' });
	return await new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
}
