/**
 * `npm run verify`
 *
 * Builds and packs the package and checks it as n8n does before it lists one. Ends with 1 when something is
 * found.
 */
import { join } from 'node:path';
import { verify } from './verify/index';

async function main(): Promise<number> {
	const checks = await verify(join(__dirname, '..'));
	for (const { name, extent, findings } of checks) {
		console.log(`${findings.length === 0 ? '✓' : '✗'} ${name} (${extent})`);
		for (const { where, what } of findings) console.log(`  ${where}: ${what}`);
	}
	const count = checks.reduce((sum, { findings }) => sum + findings.length, 0);
	console.log(count === 0 ? '\nThe package can be published.' : `\n${count} found.`);
	return count === 0 ? 0 : 1;
}

main().then(
	// n8n's loader may leave a timer behind.
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
