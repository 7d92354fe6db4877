import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type SandboxOptions } from '../../../sandbox';
import { PROBES } from '../../../scripts/live/probes';
import { liveCommand } from '../../../scripts/live/command';
import { run, withFolder } from '../support';

/** Runs the command against a sandbox that stands for the real API. */
async function runLive(options: SandboxOptions, ...args: readonly string[]) {
	const api = await startSandbox({ apiKey: 'dct_the_real_key', ...options });
	onTestFinished(async () => await api.close());
	return await withFolder(async (folder) => {
		const file = join(folder, 'differences.json');
		const settings = { apiKey: api.apiKey, baseUrl: api.url, file };
		const ran = await run(async (given, output) => await liveCommand(given, output, settings), ...args);
		const written = await readFile(file, 'utf8').catch(() => '');
		return { ...ran, written, api };
	});
}

describe('npm run live', () => {
	it('without a key says what it would ask and cost, and asks nothing', async () => {
		const settings = { apiKey: undefined, baseUrl: 'http://127.0.0.1:1', file: 'none' };
		const { code, lines } = await run(async (args, output) => await liveCommand(args, output, settings));
		expect(code).toBe(0);
		expect(lines[0]).toBe('Set DECART_API_KEY to ask the real API this, for about $0.01:');
		expect(lines).toContain('  image at 480p ($0.01)');
		expect(lines.slice(1).map((line) => /^  (.+) \(/.exec(line)?.[1])).toEqual(
			PROBES.map(({ name }) => name),
		);
	});

	it('costs at most $0.05, with a clip too', async () => {
		const settings = { apiKey: undefined, baseUrl: 'http://127.0.0.1:1', file: 'none' };
		const { lines } = await run(
			async (args, output) => await liveCommand(args, output, settings),
			'--video',
		);
		expect(lines[0]).toContain('for about $0.04:');
		const { api } = await runLive({}, '--video');
		const models = api.ledger().map(({ model }) => model);
		expect(models).toEqual(['lucy-image-2', 'lucy-restyle-2']);
	});

	it('meets each refusal that is free', async () => {
		const { lines } = await runLive({});
		for (const status of [401, 403, 404, 422]) expect(lines[0]).toMatch(new RegExp(`  ${status} `));
	});

	it('agrees with a server that answers as the sandbox does, and pays for one image', async () => {
		const { code, lines, written, api } = await runLive({});
		const [table = '', ...others] = lines;
		expect(others).toEqual([]);
		const [, , ...rows] = table.split('\n');
		expect(rows.map((row) => row.split(/ {2,}/).slice(0, 2))).toEqual(
			PROBES.map(({ name }) => ['agrees', name]),
		);
		expect(code).toBe(0);
		expect(written).toBe('');
		expect(api.ledger()).toHaveLength(1);
	});

	it('follows a clip to its file with --video', async () => {
		const { code, lines, api } = await runLive({}, '--video');
		expect(lines.at(-1)).toMatch(/\nagrees +shortest clip +200 video\/mp4 +200 video\/mp4$/);
		expect(code).toBe(0);
		expect(api.ledger()).toHaveLength(2);
	});

	it('names what differs, and writes both answers to a file without the key', async () => {
		const { code, lines, written } = await runLive({
			quota: { limit: null, active: 0, remaining: null },
			faults: {
				rules: [
					{
						on: 'files',
						fault: { kind: 'status', status: 410, body: 'error', retryAfter: { seconds: 1 } },
					},
				],
			},
		});
		expect(code).toBe(1);
		expect(lines).toContain(
			'quota: shape is {active: number, limit: null, remaining: null}, in the sandbox {active: number, limit: number, remaining: number}',
		);
		expect(lines[0]).toMatch(/\ndiffers +no such file +410 application\/json +404 application\/json\n/);
		expect(lines).toContain('no such file: status is 410, in the sandbox 404');
		expect(lines.at(-1)).toMatch(/^2 of 12 differ; /);
		const differences = JSON.parse(written) as { probe: string; differs: string[] }[];
		expect(differences.map(({ probe }) => probe)).toEqual(['quota', 'no such file']);
		expect(differences[1]?.differs).toEqual(['status', 'headers', 'shape']);
		expect(written).not.toContain('dct_');
	});

	it('says when the API cannot be reached', async () => {
		const settings = { apiKey: 'dct_key_of_mine', baseUrl: 'http://127.0.0.1:1', file: 'none' };
		const { code, problems } = await run(
			async (args, output) => await liveCommand(args, output, settings),
		);
		expect(code).toBe(2);
		expect(problems.join()).not.toContain('dct_');
	});

	it('takes no other argument', async () => {
		expect((await runLive({}, '--all')).code).toBe(2);
	});
});
