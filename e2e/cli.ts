import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { installN8n } from '../scripts/n8n/install';
import { installPackage } from '../scripts/n8n/package';
import { ROOT } from '../scripts/n8n/paths';
import { chosenVersions } from '../scripts/n8n/versions';
import useTemporaryFolder from '../scripts/util/temporaryFolder';

/**
 * `npm run e2e [-- --only 2.8.4] [vitest's options]`: installs what is missing, then runs the tests. With `--install`
 * it runs none.
 */
async function main(): Promise<void> {
	const args = process.argv.slice(2);
	const { only, rest } = readArguments(args);
	const report = (line: string) => void process.stdout.write(`${line}\n`);
	// Most of an installation is waiting for the network and the disk.
	await Promise.all(chosenVersions(only).map(async (version) => await installN8n(version, report)));
	if (args.includes('--install')) return;
	if (!(await succeeds('node_modules/gulp/bin/gulp.js', ['--silent']))) return;
	await installPackage();
	if (only) process.env.E2E_ONLY = only;
	// One folder for all: the tests of both versions share what is started for them.
	const removeTemporaryFiles = useTemporaryFolder();
	// Ctrl+C ends the tests, and is not to end this process before it has removed what they leave in memory.
	process.on('SIGINT', () => undefined);
	try {
		await succeeds('node_modules/vitest/vitest.mjs', [
			'run',
			'--config',
			'e2e/vitest.config.mts',
			...rest,
		]);
	} finally {
		removeTemporaryFiles();
	}
}

function readArguments(args: readonly string[]): { only: string | undefined; rest: string[] } {
	const at = args.indexOf('--only');
	if (at < 0) return { only: undefined, rest: [...args] };
	return { only: args[at + 1], rest: args.filter((_, index) => index !== at && index !== at + 1) };
}

/** Runs one of the project's tools. Where it fails, so does this command. */
async function succeeds(script: string, args: readonly string[]): Promise<boolean> {
	const child = spawn(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT, stdio: 'inherit' });
	const [status] = (await once(child, 'close')) as [number | null];
	if (status !== 0) process.exitCode = status ?? 1;
	return status === 0;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
