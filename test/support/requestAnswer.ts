import { request as httpRequest, type IncomingMessage } from 'node:http';
import { closeAfterFile } from './closeAfterFile';
import { startRawServer, type Behavior } from './rawServer';

/** A real answer from a real connection, as Node gives it; the server is closed at the end of the test file. */
export async function requestAnswer(behave: Behavior): Promise<IncomingMessage> {
	const server = await startRawServer(behave);
	closeAfterFile(async () => await server.close());
	return await new Promise((resolve, reject) => {
		const request = httpRequest(server.url, { agent: false }, resolve);
		request.on('error', reject);
		request.end();
	});
}
