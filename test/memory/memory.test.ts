import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { sandboxForFile } from '../sandbox/support';
import { isFullRun } from '../support/fullRun';
import { TSX } from '../support/tsx';
import { writePadded } from './bigFile';
import type { MemoryJob, MemoryReport } from './engineProcess';

const MEDIA = join(__dirname, '../../examples/media');
const MB = 1000 * 1000;
/** A file held whole is more than either test allows. */
const SIZE = (isFullRun ? 200 : 120) * MB;
/** A process that hangs ends before its test does. */
const TIMEOUT_MS = 150_000;

const sandbox = await sandboxForFile();
const folder = await mkdtemp(join(tmpdir(), 'decart-memory-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the job in a process of its own, whose memory nothing else grows. */
async function measure(job: Omit<MemoryJob, 'baseUrl' | 'apiKey'>): Promise<MemoryReport> {
	const { url: baseUrl, apiKey } = sandbox;
	const child = join(__dirname, 'engineProcess.ts');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--expose-gc', ...TSX, child, JSON.stringify({ ...job, baseUrl, apiKey })],
		{ cwd: join(__dirname, '../..'), timeout: TIMEOUT_MS },
	);
	return JSON.parse(stdout) as MemoryReport;
}

function measureGrowth(what: string, { before, peak }: MemoryReport): number {
	const growth = (peak - before) / MB;
	process.stdout.write(
		`${what}: ${growth.toFixed(1)} MB more resident memory, from ${(before / MB).toFixed(0)} MB\n`,
	);
	return growth;
}

it(`a ${SIZE / MB} MB image goes up from n8n’s file store with less than 80 MB more memory`, async () => {
	const file = join(folder, 'big.png');
	const warmUpFile = join(MEDIA, 'cat.png');
	const { sha256 } = await writePadded(file, warmUpFile, SIZE);
	const report = await measure({
		parameters: { resource: 'image', operation: 'edit', prompt: 'Snow', options: { resolution: '480p' } },
		file,
		warmUpFile,
		fileName: 'big.png',
		mimeType: 'image/png',
	});
	expect(sandbox.ledger().at(-1)?.inputs.data).toBe(sha256);
	expect(sandbox.requests().at(-1)?.files[0]?.size).toBe(SIZE);
	expect(measureGrowth('the image up', report)).toBeLessThan(80);
}, 180_000);

it(`a ${SIZE / MB} MB video goes up and comes down with less than 100 MB more memory`, async () => {
	const file = join(folder, 'big.mp4');
	const warmUpFile = join(MEDIA, 'coffee-zoom.mp4');
	const { sha256 } = await writePadded(file, warmUpFile, SIZE);
	const report = await measure({
		parameters: { resource: 'video', operation: 'edit', prompt: 'Snow' },
		file,
		warmUpFile,
		fileName: 'big.mp4',
		mimeType: 'video/mp4',
	});
	expect(sandbox.ledger().at(-1)).toMatchObject({ inputs: { data: sha256 }, delivered: 'full' });
	expect(report.fileSize).toBeGreaterThan(SIZE);
	expect(measureGrowth('the video up and down', report)).toBeLessThan(100);
}, 180_000);
