import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whom to send the video to. */
export interface Account {
	readonly url: string;
	readonly apiKey: string;
}

const BOUNDARY = 'decart-bench-boundary';
const POLL_MS = 50;

/**
 * Has a video edited with Node.js' own streams and nothing else, from the disk to the disk: what any client in Node.js
 * takes that holds no file. The video is copied first, as n8n's binary store does with an input.
 *
 * @param target where the result goes
 * @throws Error for an answer that is none, and for a job that fails
 */
export async function editThroughStreams(account: Account, source: string, target: string): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'decart-streams-'));
	try {
		const stored = join(folder, 'stored.mp4');
		await pipeline(createReadStream(source), createWriteStream(stored));
		const { job_id: id } = await submit(account, stored);
		await waitForJob(account, String(id));
		const content = await send(account, { path: `/v1/jobs/${String(id)}/content` });
		await pipeline(content, createWriteStream(target));
	} finally {
		await rm(folder, { recursive: true });
	}
}

type Answer = Readonly<Record<string, unknown>>;

async function submit(account: Account, source: string): Promise<Answer> {
	const { size } = await stat(source);
	const head = Buffer.from(
		`--${BOUNDARY}\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nWatercolor\r\n` +
			`--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"; filename="clip.mp4"\r\n` +
			'Content-Type: video/mp4\r\n\r\n',
	);
	const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
	const headers = {
		'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
		'Content-Length': head.length + size + tail.length,
	};
	const options = { method: 'POST', path: '/v1/jobs/lucy-2.5', headers };
	const response = await send(account, options, async (sending) => {
		sending.write(head);
		await pipeline(createReadStream(source), sending, { end: false });
		sending.end(tail);
	});
	return await readJson(response);
}

async function waitForJob(account: Account, id: string): Promise<void> {
	for (;;) {
		const { status } = await readJson(await send(account, { path: `/v1/jobs/${id}` }));
		if (status === 'completed') return;
		if (status === 'failed') throw new Error(`The job ${id} failed`);
		await sleep(POLL_MS);
	}
}

async function readJson(response: IncomingMessage): Promise<Answer> {
	return JSON.parse(await text(response)) as Answer;
}

/** Sends a request and gives its answer as soon as its headers are there. */
async function send(
	{ url, apiKey }: Account,
	options: RequestOptions & { readonly path: string },
	writeBody = async (sending: ClientRequest): Promise<void> => await Promise.resolve(void sending.end()),
): Promise<IncomingMessage> {
	const headers = { ...options.headers, 'x-api-key': apiKey };
	const sending = request(new URL(options.path, url), { ...options, headers });
	const answered = new Promise<IncomingMessage>((resolve, reject) => {
		sending.once('response', resolve).once('error', reject);
	});
	const [response] = await Promise.all([answered, writeBody(sending)]);
	if (response.statusCode === 200) return response;
	throw new Error(`HTTP ${response.statusCode}: ${await text(response)}`);
}
