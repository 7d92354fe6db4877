import { createServer, type AddressInfo } from 'node:net';

/** A port on 127.0.0.1 that is free now: the wanted one, where it is. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer();
	const listens = await new Promise<boolean>((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(wanted, '127.0.0.1', () => resolve(true));
	});
	if (!listens) return await freePort();
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
