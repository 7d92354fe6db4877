import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../sandbox/index';
import { cat, post } from '../support';

const directory = mkdtempSync(join(tmpdir(), 'sandbox-spec-'));
afterAll(() => rmSync(directory, { recursive: true }));
const OURS = readFileSync(join(__dirname, '..', '..', '..', 'openapi', 'decart.yaml'), 'utf8');

function documentWith(change: (text: string) => string): string {
	const changed = change(OURS);
	expect(changed).not.toBe(OURS);
	const path = join(directory, 'changed.yaml');
	writeFileSync(path, changed);
	return path;
}

describe('The document is what requests are checked against', () => {
	it('so another limit there is another limit here', async () => {
		const spec = documentWith((text) => text.replace('maximum: 4294967295', 'maximum: 10'));
		const sandbox = await startSandbox({ spec });
		const response = await post(sandbox, '/v1/generate/lucy-image-2', {
			prompt: 'Snow',
			data: cat,
			seed: '11',
		});
		expect(await response.json()).toMatchObject({ detail: [{ loc: ['body', 'seed'], ctx: { le: 10 } }] });
		await sandbox.close();
	});

	it('so a new model there is served here', async () => {
		const spec = documentWith((text) => text.replace('/v1/jobs/lucy-2.1:', '/v1/jobs/lucy-3:'));
		const sandbox = await startSandbox({ spec });
		expect((await post(sandbox, '/v1/jobs/lucy-2.1', {})).status).toBe(404);
		expect((await post(sandbox, '/v1/jobs/lucy-3', {})).status).toBe(422);
		await sandbox.close();
	});

	it('and a rule that would go unchecked stops the sandbox', async () => {
		const spec = documentWith((text) => text.replace('maximum: 4294967295', 'multipleOf: 3'));
		await expect(startSandbox({ spec })).rejects.toThrow(/seed: the sandbox does not check "multipleOf"/);
	});

	it('and an operation that it cannot answer stops it too', async () => {
		const spec = documentWith((text) => text.replace('/v1/realtime/quota:', '/v1/realtime/limits:'));
		await expect(startSandbox({ spec })).rejects.toThrow('no answer to GET /v1/realtime/limits');
	});
});
