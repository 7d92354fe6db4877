import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	readResponse,
	cat,
	clip,
	CLIP,
	type Fields,
	get,
	post,
	rocket,
	sandboxForFile,
	submitClip,
} from '../support';

const sandbox = await sandboxForFile({ retired: true });

async function content(jobId: string): Promise<Response> {
	return await get(sandbox, `/v1/jobs/${jobId}/content`);
}

/** Compares by hash, because comparing megabytes value by value takes seconds. */
function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

describe('A made video', () => {
	it('is the upload, turned or mirrored, and nothing else', async () => {
		const response = await content(await submitClip(sandbox, { prompt: 'Snow', seed: '1' }));
		expect(response.headers.get('content-type')).toBe('video/mp4');
		const result = await readResponse(response);
		expect(response.headers.get('content-length')).toBe(String(result.length));

		const changed = [...CLIP.keys()].filter((at) => CLIP[at] !== result[at]);
		// The matrix of the one track header, 36 bytes that begin 48 after the header's box.
		const matrix = CLIP.indexOf('tkhd') - 4 + 48;
		expect(changed.length).toBeGreaterThan(0);
		expect(changed.every((at) => at >= matrix && at < matrix + 36)).toBe(true);

		const added = result.subarray(CLIP.length);
		expect([added.readUInt32BE(0), added.toString('latin1', 4, 8)]).toEqual([added.length, 'free']);
		expect(JSON.parse(added.toString('utf8', 8))).toMatchObject({
			prompt: 'Snow',
			seed: 1,
			model: 'lucy-2.5',
		});
	});

	it('keeps its image inside its frame', async () => {
		const matrices = new Set<string>();
		for (let seed = 0; seed < 12; seed += 1) {
			const result = await readResponse(
				await content(await submitClip(sandbox, { seed: String(seed) })),
			);
			const at = result.indexOf('tkhd') - 4 + 48;
			const number = (index: number): number => result.readInt32BE(at + index * 4) / 65536;
			const [a, d, x, y] = [number(0), number(4), number(6), number(7)];
			matrices.add([a, d, x, y].join());
		}
		const size = CLIP.indexOf('tkhd') - 4 + 48 + 36;
		const [width, height] = [CLIP.readInt32BE(size) / 65536, CLIP.readInt32BE(size + 4) / 65536];
		expect([...matrices].sort()).toEqual([
			`-1,-1,${width},${height}`,
			`-1,1,${width},0`,
			`1,-1,0,${height}`,
		]);
	});

	it('is the same bytes for the same request', async () => {
		const make = async () =>
			await readResponse(await content(await submitClip(sandbox, { prompt: 'Snow', seed: '1' })));
		expect(sha256(await make())).toBe(sha256(await make()));
	});

	it('is made from another clip when the upload is WebM or QuickTime', async () => {
		const webm = Buffer.concat([
			Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
			Buffer.alloc(64),
		]);
		const quicktime = Buffer.from(CLIP);
		quicktime.write('qt  ', 8, 'latin1');
		for (const bytes of [webm, quicktime]) {
			const id = await submitClip(sandbox, { data: { ...clip, bytes } });
			const result = await readResponse(await content(id));
			expect(result.toString('latin1', 4, 8)).toBe('ftyp');
			expect(result.length).toBeGreaterThan(CLIP.length);
		}
	});

	it('whose last box reaches to the end of the file gets its length', async () => {
		const bytes = Buffer.concat([CLIP, Buffer.from('\0\0\0\0free'), Buffer.alloc(100)]);
		const result = await readResponse(
			await content(await submitClip(sandbox, { data: { ...clip, bytes } })),
		);
		expect(result.readUInt32BE(CLIP.length)).toBe(108);
		expect(result.toString('latin1', bytes.length + 4, bytes.length + 8)).toBe('free');
	});

	it.each<[string, Fields]>([
		['lucy-pro-t2v', { prompt: 'A boat', orientation: 'portrait' }],
		['lucy-pro-i2v', { prompt: 'Wind', data: cat }],
		['lucy-pro-flf2v', { prompt: 'Morph', start: cat, end: rocket }],
	])('comes from %s too', async (model, fields) => {
		const response = await post(sandbox, `/v1/jobs/${model}`, fields);
		const { job_id: id } = (await response.json()) as { job_id: string };
		const result = await readResponse(await content(id));
		expect(result.toString('latin1', 4, 8)).toBe('ftyp');
	});
});
