import { describe, expect, it } from 'vitest';
import { useFastClock } from '../support/fastClock';
import {
	newSandbox,
	readBinary,
	requestsTo,
	runAt,
	runOnAt,
	sha256,
	useBinaryStore,
} from '../support/operations';
import { job, LONG_JOB, submitted } from './jobSupport';

useFastClock(4);
useBinaryStore();

describe.concurrent('Job → Download', () => {
	it.for([
		['video', 'mp4', 'video/mp4'],
		['image', 'png', 'image/png'],
	] as const)('gives a finished %s its own extension and type', async ([kind, extension, mimeType]) => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const item = await submitted(sandbox, kind);
		sandbox.advance(7_200_000);
		const { items } = await runAt(sandbox, job('download'), [item]);
		const bytes = await readBinary(items[0]?.binary?.data);
		const fileName = `decart-${String(item.json.jobId)}.${extension}`;
		expect(items[0]?.json).toMatchObject({
			status: 'completed',
			fileName,
			mimeType,
			fileSize: bytes.length,
		});
		expect(items[0]?.binary?.data).toMatchObject({ fileName, mimeType, fileExtension: extension });
		expect(bytes.subarray(0, 12).toString('latin1')).toMatch(kind === 'image' ? /^.PNG/ : /^.{4}ftyp/s);
	});

	it('tells the type from the bytes, whatever the answer says of itself', async () => {
		const fault = { kind: 'wrongType', contentType: 'application/octet-stream', body: 'real' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'content', fault }] } });
		const item = await submitted(sandbox);
		sandbox.advance(1000);
		const { items } = await runAt(sandbox, job('download', { fileName: 'holiday.avi' }), [item]);
		expect(items[0]?.json).toMatchObject({ fileName: 'holiday.mp4', mimeType: 'video/mp4' });
	});

	it('gives the same file however often it is asked, for one price', async () => {
		const sandbox = await newSandbox();
		const item = await submitted(sandbox);
		sandbox.advance(1000);
		const { items } = await runAt(sandbox, job('download'), [item, item]);
		const [first, second] = await Promise.all(
			items.map(async ({ binary }) => sha256(await readBinary(binary?.data))),
		);
		expect(first).toBe(second);
		expect(sandbox.ledger()).toHaveLength(1);
	});

	it('points to Job → Wait where the job is not done, without asking twice', async () => {
		const sandbox = await newSandbox({ jobSchedule: LONG_JOB });
		const item = await submitted(sandbox);
		const { items } = await runOnAt(sandbox, job('download'), [item]);
		expect(items[0]?.json).toMatchObject({
			code: 'PROCESSING_ERROR',
			jobId: item.json.jobId,
			httpStatus: 409,
		});
		expect(items[0]?.json.error).toContain('Job is pending');
		expect(items[0]?.json.description).toContain('Job → Wait');
		expect(requestsTo(sandbox, 'GET', '/v1/jobs/')).toHaveLength(1);
	});
});
