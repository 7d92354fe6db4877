import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { onTestFinished } from 'vitest';
import { freePort } from '../../scripts/n8n/ports';

/** An S3 service on this machine, with one bucket. */
export interface S3 {
	/** The data of n8n's credential for it. */
	readonly credential: Readonly<Record<string, unknown>>;
	readonly bucket: string;
	put(key: string, bytes: Buffer<ArrayBuffer>, contentType: string): Promise<void>;
	get(key: string): Promise<Buffer>;
	/** Every key in the bucket. */
	keys(): Promise<string[]>;
}

const BUCKET = 'my-photos';

/** Starts an S3 service until the test is over. */
export async function startS3(): Promise<S3> {
	const directory = await mkdtemp(join(tmpdir(), 's3-'));
	const port = await freePort();
	const server = new S3rver({
		address: '127.0.0.1',
		port,
		directory,
		silent: true,
		allowMismatchedSignatures: true,
		configureBuckets: [{ name: BUCKET, configs: [] }],
	});
	await server.run();
	onTestFinished(async () => {
		await server.close();
		await rm(directory, { recursive: true, force: true });
	});
	const url = `http://127.0.0.1:${port}`;
	const ask = async (path: string, init: RequestInit = {}): Promise<Buffer> => {
		const answer = await fetch(`${url}/${BUCKET}/${path}`, init);
		if (!answer.ok) throw new Error(`S3 answered ${answer.status}: ${await answer.text()}`);
		return Buffer.from(await answer.arrayBuffer());
	};
	return {
		credential: {
			endpoint: url,
			region: 'us-east-1',
			accessKeyId: 'S3RVER',
			secretAccessKey: 'S3RVER',
			forcePathStyle: true,
			ignoreSSLIssues: false,
		},
		bucket: BUCKET,
		put: async (key, bytes, contentType) => {
			await ask(key, { method: 'PUT', body: bytes, headers: { 'content-type': contentType } });
		},
		get: async (key) => await ask(key),
		keys: async () => {
			const listing = (await ask('?list-type=2')).toString();
			return [...listing.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key ?? '').sort();
		},
	};
}
