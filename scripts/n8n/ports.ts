import { createServer, type AddressInfo } from 'node:net';

/** What was given before: whoever asked for it may not listen yet, and the system would offer it again. */
const given = new Set<number>();

/** A port on 127.0.0.1 that is free and was given to nobody in this process: the wanted one, where it is such. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer();
	const listens = await new Promise<boolean>((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(wanted, '127.0.0.1', () => resolve(true));
	});
	if (!listens) return await freePort();
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	if (given.has(port)) return await freePort();
	given.add(port);
	return port;
}
