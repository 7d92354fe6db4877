import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { interrupt, startProcess, type SandboxProcess } from '../sandbox/process';
import { isFullRun } from '../support/fullRun';
import { bigClip, onTheWire } from '../sandbox/support';

const MB = 1024 * 1024;
const SIZE = (isFullRun ? 200 : 120) * MB;
const HEAD = Buffer.from(
	'--b\r\ncontent-disposition: form-data; name="data"; filename="big.mp4"\r\ncontent-type: video/mp4\r\n\r\n',
);
const TAIL = Buffer.from('\r\n--b--\r\n');

async function peak({ url }: SandboxProcess): Promise<number> {
	const health = (await (await fetch(`${url}/sandbox/health`)).json()) as { peakResidentBytes: number };
	return health.peakResidentBytes;
}

async function upload({ url, apiKey }: SandboxProcess, size: number): Promise<string> {
	const video = bigClip(size);
	async function* form(): AsyncGenerator<Buffer> {
		yield HEAD;
		yield* video.stream() as AsyncIterable<Buffer>;
		yield TAIL;
	}
	const seen = await onTheWire(`${url}/v1/jobs/lucy-2.5`, {
		method: 'POST',
		headers: {
			'x-api-key': apiKey,
			'content-type': 'multipart/form-data; boundary=b',
			'content-length': String(HEAD.length + video.size + TAIL.length),
		},
		body: Readable.from(form(), { objectMode: false }),
	});
	expect(seen.status).toBe(200);
	return (JSON.parse(seen.body.toString()) as { job_id: string }).job_id;
}

/** Fetches a result piece by piece and gives its size. */
async function download({ url, apiKey }: SandboxProcess, id: string): Promise<number> {
	const response = await fetch(`${url}/v1/jobs/${id}/content`, { headers: { 'x-api-key': apiKey } });
	expect(response.status).toBe(200);
	let bytes = 0;
	for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
	expect(String(bytes)).toBe(response.headers.get('content-length'));
	return bytes;
}

describe(`A video of ${SIZE / MB} MB`, () => {
	it('goes up and comes down without memory growing with it', async () => {
		const sandbox = await startProcess('--pending', '0', '--processing', '0');
		// What the first small job costs is the price of the code, not of the size.
		await download(sandbox, await upload(sandbox, MB));
		const before = await peak(sandbox);
		expect(await download(sandbox, await upload(sandbox, SIZE))).toBeGreaterThan(SIZE);
		const growth = (await peak(sandbox)) - before;
		expect(growth / SIZE).toBeLessThan(0.4);

		const requests = (await (await fetch(`${sandbox.url}/sandbox/requests`)).json()) as {
			files: { size: number; sha256: string }[];
		}[];
		const hash = createHash('sha256');
		for await (const chunk of bigClip(SIZE).stream()) hash.update(chunk as Buffer);
		expect(requests[2]?.files).toMatchObject([{ size: SIZE, sha256: hash.digest('hex') }]);
		await interrupt(sandbox.child, 'SIGTERM');
	}, 180_000);
});
