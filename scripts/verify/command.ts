import { join } from 'node:path';
import type { Output } from '../util/terminal';
import { verifyPackage } from './verifyPackage';

/**
 * Runs `npm run verify`.
 *
 * @returns the exit code: 1 when something is found.
 */
export async function verifyCommand(_args: readonly string[], output: Output): Promise<number> {
	const checks = await verifyPackage(join(__dirname, '../..'));
	for (const { name, extent, findings } of checks) {
		output.line(`${findings.length === 0 ? '✓' : '✗'} ${name} (${extent})`);
		for (const { where, what } of findings) output.line(`  ${where}: ${what}`);
	}
	const count = checks.reduce((sum, { findings }) => sum + findings.length, 0);
	output.line(count === 0 ? '\nThe package can be published.' : `\n${count} found.`);
	return count === 0 ? 0 : 1;
}
