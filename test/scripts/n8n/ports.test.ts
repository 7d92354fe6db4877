import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from '../../../scripts/n8n/ports';

it('No free port is given twice, as whoever asked for it may not listen yet', async () => {
	const ports = new Set<number>();
	for (let count = 0; count < 1_000; count += 1) ports.add(await freePort());
	expect(ports.size).toBe(1_000);
});

it('The wanted port is given where it is free, and another where it is not', async () => {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	expect(await freePort(port)).not.toBe(port);
	await new Promise((resolve) => server.close(resolve));
	expect(await freePort(port)).toBe(port);
});
