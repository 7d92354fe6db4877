import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { inspectVideo } from '../../../sandbox/media/video';
import { demoCommand } from '../../../scripts/demo/command';
import { sample } from '../../../scripts/samples/media';
import { TSX } from '../../support/tsx';
import { run } from '../support';

const ROOT = join(__dirname, '../../..');
const PHOTOS = { 'cat.png': 'cat', 'coffee.jpg': 'coffee', 'rocket.jpg': 'rocket' } as const;
const KEY = 'dct_a_key_for_the_demo';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true });
});

describe('npm run demo, without a key', () => {
	it('turns the three photos into three other images, and sums them up in a table', async () => {
		const { stdout } = await runProcess();
		for (const [photo, base] of Object.entries(PHOTOS)) {
			const file = join(folder, `${base}-lucy-image-2.png`);
			const { format, height } = await sharp(file).metadata();
			expect([format, height]).toEqual(['png', 720]);
			const original = sample(photo as keyof typeof PHOTOS).bytes;
			expect(await meanDifference(original, await readFile(file))).toBeGreaterThan(10);
			const { length } = await readFile(file);
			expect(stdout).toMatch(
				new RegExp(`^${photo} +lucy-image-2 +7 +${length} +\\d+ +\\S*${base}-lucy-image-2.png$`, 'm'),
			);
		}
	});

	it('tells of each image as it goes: when it is read, when it is there, and when it is written', async () => {
		const { stdout } = await runDemo([]);
		const lines = stdout.split('\n').map((line) => line.trim());
		for (const [photo, base] of Object.entries(PHOTOS)) {
			const printed = ['read', 'received', 'wrote'].map((what) =>
				lines.findIndex((line) => line.startsWith(what) && line.includes(base)),
			);
			expect(printed).toEqual([...printed].sort((a, b) => a - b));
			expect(Math.min(...printed)).toBeGreaterThan(0);
			expect(lines).toContain(`read      ${photo}`);
		}
	});

	it('submits the clip, polls its job until it is done, and downloads a video that plays', async () => {
		const { code, stdout } = await runDemo(['--video']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/job_\S+ is pending[^]*job_\S+ is processing[^]*received +coffee-zoom\.mp4/);
		const file = join(folder, 'coffee-zoom.mp4');
		expect(await inspectVideo(file)).toBe('mp4');
		expect(sample('coffee-zoom.mp4').bytes.equals(await readFile(file))).toBe(false);
		expect(stdout).toMatch(/^coffee-zoom\.mp4 +job_\S+ +completed +\d+ +\S*coffee-zoom\.mp4$/m);
	});
});

describe('npm run demo, with a key', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ apiKey: KEY });
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.close());

	it('uses the API that the environment names, once for each photo, and never shows the key', async () => {
		const { code, stdout, stderr } = await runDemo([], atSandbox(KEY));
		expect(code).toBe(0);
		expect(sandbox.ledger().map(({ model }) => model)).toEqual(
			Object.keys(PHOTOS).map(() => 'lucy-image-2'),
		);
		expect(stdout).toContain(sandbox.url);
		expect(stdout + stderr).not.toContain(KEY);
	});

	it('ends with 1 and says what to do when the key is wrong', async () => {
		const wrong = 'dct_not_the_right_key';
		const { code, stdout, stderr } = await runDemo([], atSandbox(wrong));
		expect(code).toBe(1);
		expect(stderr).toContain('"Restyle Photos" failed');
		expect(stderr).toContain('paste the key from platform.decart.ai again');
		expect(stdout + stderr).not.toContain(wrong);
		expect(await readdir(folder)).toEqual([]);
	});

	it('ends with 1 and names the job when the job fails', async () => {
		sandbox.setJobSchedule({ pendingMs: 0, processingMs: 0 });
		sandbox.setFaults({ rules: [{ on: 'submit', fault: { kind: 'job', outcome: 'fail' } }] });
		const { code, stderr } = await runDemo(['--video'], atSandbox(KEY));
		expect(code).toBe(1);
		expect(stderr).toContain(sandbox.jobs()[0]?.id);
	});

	const atSandbox = (apiKey: string) => ({ DECART_API_KEY: apiKey, DECART_BASE_URL: sandbox.url });
});

/** Runs the command in a process of its own, as a user does, on the package as it is built. Rejects when it fails. */
async function runProcess(): Promise<{ stdout: string }> {
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('DECART_'));
	return await promisify(execFile)(
		process.execPath,
		[...TSX, join(ROOT, 'scripts/demo.ts'), '--out', folder],
		{ cwd: ROOT, env: Object.fromEntries(inherited) },
	);
}

/** Runs the command in this process, for which n8n is loaded already. Jobs are done when they are first looked at. */
async function runDemo(
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
	const settings = { environment, sleep: async () => await Promise.resolve() };
	const { code, lines, problems } = await run(
		async (given, output) => await demoCommand(given, output, settings),
		'--out',
		folder,
		...args,
	);
	return { code, stdout: lines.join('\n'), stderr: problems.join('\n') };
}

/** How far two images are apart on average, 0 to 255, when they are shown at the same small size. */
async function meanDifference(one: Buffer, other: Buffer): Promise<number> {
	const [a, b] = await Promise.all([one, other].map(thumbnail));
	const differences = [...(a ?? [])].map((value, index) => Math.abs(value - (b?.[index] ?? 0)));
	return differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
}

async function thumbnail(bytes: Buffer): Promise<Buffer> {
	const image = sharp(bytes).removeAlpha().toColorspace('srgb').resize(64, 64, { fit: 'fill' });
	return await image.raw().toBuffer();
}
