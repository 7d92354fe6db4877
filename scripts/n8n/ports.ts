import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that the system gives to connections, one of which may be made before the port is listened on. */
const [FIRST_PORT, LAST_PORT] = [12_000, 32_000];

/** What was given before: whoever asked for it may not listen yet. */
const given = new Set<number>();

/** A port on 127.0.0.1 that is free and was given to nobody in this process: the wanted one, where it is such. */
export async function freePort(wanted = randomInt(FIRST_PORT, LAST_PORT)): Promise<number> {
	if (given.has(wanted) || !(await isFree(wanted))) return await freePort();
	given.add(wanted);
	return wanted;
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	const listens = await new Promise<boolean>((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => resolve(true));
	});
	await new Promise((resolve) => server.close(resolve));
	return listens;
}
