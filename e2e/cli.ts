import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installN8n } from '../scripts/n8n/install';
import { installPackage } from '../scripts/n8n/package';
import { ROOT } from '../scripts/n8n/paths';
import { chosenVersions } from '../scripts/n8n/versions';

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
	run('node_modules/gulp/bin/gulp.js', ['--silent']);
	await installPackage();
	if (only) process.env.E2E_ONLY = only;
	run('node_modules/vitest/vitest.mjs', ['run', '--config', 'e2e/vitest.config.mts', ...rest]);
}

function readArguments(args: readonly string[]): { only: string | undefined; rest: string[] } {
	const at = args.indexOf('--only');
	if (at < 0) return { only: undefined, rest: [...args] };
	return { only: args[at + 1], rest: args.filter((_, index) => index !== at && index !== at + 1) };
}

/** Runs one of the project's tools, and ends as it does when it fails. */
function run(script: string, args: readonly string[]): void {
	const { status } = spawnSync(process.execPath, [join(ROOT, script), ...args], {
		cwd: ROOT,
		stdio: 'inherit',
	});
	if (status !== 0) process.exit(status ?? 1);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
