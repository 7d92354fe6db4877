import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Location } from './objectStore';

/** A request that the S3 service was asked. */
export interface S3Request {
	readonly method: string;
	readonly key: string;
	/** Of the body that went out, as far as the client's side of the connection took it. */
	readonly bytesSent: number;
}

/** An S3 service on this machine, with one bucket, that writes down what it is asked. */
export interface S3Server extends S3Location {
	/** Those for objects, in order. */
	requests(): readonly S3Request[];
	forget(): void;
	/** Decides about a request before it is served: a status refuses it, `cut` ends the body half way. */
	setFault(fault: (request: Pick<S3Request, 'method' | 'key'>) => number | 'cut' | undefined): void;
	/** Connections whose answer has not been read to its end. */
	unread(): number;
	close(): Promise<void>;
}

const BUCKET = 'n8n-files';

/** Starts an S3 service with an empty bucket. */
export async function startS3Server(): Promise<S3Server> {
	const directory = await mkdtemp(join(tmpdir(), 's3-'));
	const service = new S3rver({
		directory,
		silent: true,
		allowMismatchedSignatures: true,
		configureBuckets: [{ name: BUCKET, configs: [] }],
	});
	await service.configureBuckets();
	const serve = service.callback();
	const seen: (() => S3Request)[] = [];
	const open = new Set<ServerResponse>();
	let faultOf: Parameters<S3Server['setFault']>[0] = () => undefined;
	const server = createServer((request, response) => {
		const { method = '' } = request;
		const key = decodeURIComponent((request.url ?? '').replace(/\?.*$/, '').replace(`/${BUCKET}`, ''));
		if (key.length > 1) seen.push(watch(request.socket, response, { method, key }));
		open.add(response);
		response.once('close', () => open.delete(response));
		const fault = faultOf({ method, key });
		if (typeof fault === 'number') return refuse(request, response, fault);
		if (fault === 'cut') cutHalfWay(response);
		serve(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		bucket: BUCKET,
		requests: () => seen.map((read) => read()),
		forget: () => seen.splice(0),
		setFault: (fault) => (faultOf = fault),
		unread: () => open.size,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await rm(directory, { recursive: true, force: true });
		},
	};
}

/** What is left in the connection's buffers of an answer that the client gave up was not sent. */
function watch(
	socket: Socket,
	response: ServerResponse,
	request: Pick<S3Request, 'method' | 'key'>,
): () => S3Request {
	const before = socket.bytesWritten;
	let sent: number | undefined;
	response.once('close', () => (sent = socket.bytesWritten - before));
	return () => ({ ...request, bytesSent: sent ?? socket.bytesWritten - before });
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
	request.resume();
	request.once('end', () => {
		response.writeHead(status, { 'content-type': 'application/xml' });
		response.end('<Error><Code>AccessDenied</Code><Message>Refused by the test</Message></Error>');
	});
}

function cutHalfWay(response: ServerResponse): void {
	const { write } = response;
	response.write = ((chunk: Buffer) => {
		write.call(response, chunk.subarray(0, chunk.length / 2), 'utf8', () => response.destroy());
		return false;
	}) as typeof response.write;
}
