import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OWN_SPEC } from '../../../scripts/util/arguments';
import { diffCommand } from '../../../scripts/specDiff/command';
import { TSX } from '../../support/tsx';
import { changedSpec, run, withSpecFile } from '../support';

const ROOT = join(__dirname, '..', '..', '..');
import { FORM, anchored } from './support';

describe('npm run spec:diff', () => {
	it('ends with 2 when there is nothing to compare with, or cannot read it', async () => {
		expect((await run(diffCommand)).code).toBe(2);
		expect((await run(diffCommand, 'a.yaml', 'b.yaml')).problems).toEqual([
			'Usage: npm run spec:diff -- FILE|URL',
		]);
		const missing = await run(diffCommand, '/nowhere/api.yaml');
		expect(missing.code).toBe(2);
		expect(missing.problems.join()).toContain('/nowhere/api.yaml');
	});

	it('runs from the command line', async () => {
		const command = (source: string) =>
			promisify(execFile)(process.execPath, [...TSX, 'scripts/specDiff.ts', source], {
				cwd: ROOT,
			});
		expect(await command(OWN_SPEC)).toEqual({ stdout: '', stderr: '' });
		const changed = changedSpec((theirs) =>
			theirs.set(anchored('properties', 'steps'), { type: 'integer' }),
		);
		await withSpecFile(changed, 'json', async (file) => {
			await expect(command(file)).rejects.toMatchObject({
				code: 1,
				stdout: `removed ${FORM} > steps\n`,
			});
		});
	});
});
