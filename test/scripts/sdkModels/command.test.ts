import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PINNED_SDK } from '../../../scripts/sdkModels/readSdkModels';
import { sdkModelsCommand } from '../../../scripts/sdkModels/command';
import { run, withFolder } from '../support';

/** Writes an SDK that lists the given models. */
async function writeSdk(folder: string, models: readonly object[]): Promise<string> {
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ version: '9.9.9', type: 'module', main: './main.js' }),
	);
	await writeFile(join(folder, 'main.js'), `export const listModels = () => ${JSON.stringify(models)};`);
	return folder;
}

describe('npm run sdk:models', () => {
	it('is content with the pinned SDK', async () => {
		const { code, lines } = await run(sdkModelsCommand);
		expect(code).toBe(0);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(/^@decartai\/sdk [\d.]+: \d+ models for images and videos, 0 missing$/);
	});

	it('names the models of a newer one that the node does not have', async () => {
		await withFolder(async (folder) => {
			const sdk = await writeSdk(folder, [
				{ kind: 'video', name: 'lucy-2.5' },
				{ kind: 'video', name: 'lucy-9' },
				{ kind: 'image', name: 'lucy-2.5' },
				{ kind: 'realtime', name: 'lucy-live' },
			]);
			const { code, lines } = await run(sdkModelsCommand, sdk);
			expect(code).toBe(1);
			expect(lines).toEqual([
				'missing: lucy-9 (video)',
				'missing: lucy-2.5 (image)',
				'@decartai/sdk 9.9.9: 3 models for images and videos, 2 missing',
			]);
		});
	});

	it('says when there is no SDK to compare with', async () => {
		const { code, problems } = await run(sdkModelsCommand, join(PINNED_SDK, 'nowhere'));
		expect(code).toBe(2);
		expect(problems.join()).toContain('nowhere');
	});

	it('takes one folder', async () => {
		expect((await run(sdkModelsCommand, 'a', 'b')).code).toBe(2);
		expect((await run(sdkModelsCommand, '--help')).code).toBe(2);
	});
});
