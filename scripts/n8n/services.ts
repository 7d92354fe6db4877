import { execFileSync, spawn } from 'node:child_process';
import { chownSync, createWriteStream, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines } from './runProgram';
import { freePort } from './ports';

/** A service of the machine that n8n's queue mode needs, started for one test. */
export interface Service {
	readonly port: number;
	/** The file with everything it printed. */
	readonly log: string;
	stop(): Promise<void>;
}

interface Account {
	readonly uid: number;
	readonly gid: number;
}

const POSTGRES_FOLDER = '/usr/lib/postgresql';

/** Redis, with nothing in it. */
export async function startRedis(): Promise<Service> {
	const folder = await mkdtemp(join(tmpdir(), 'redis-'));
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
	return await startService('redis-server', args, { folder, port });
}

/**
 * PostgreSQL, with an empty database `postgres` and a user `postgres` without a password.
 *
 * @param more settings of the server, by name
 */
export async function startPostgres(more: Readonly<Record<string, string>> = {}): Promise<Service> {
	const newest = readdirSync(POSTGRES_FOLDER)
		.sort((a, b) => Number(a) - Number(b))
		.at(-1);
	const bin = join(POSTGRES_FOLDER, newest ?? '', 'bin');
	const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
	const account = notRoot();
	if (account) chownSync(folder, account.uid, account.gid);
	const data = join(folder, 'data');
	execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
		cwd: folder,
		stdio: 'ignore',
		...account,
	});
	const port = await freePort();
	const settings = {
		port: String(port),
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		fsync: 'off',
		...more,
	};
	const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	return await startService(join(bin, 'postgres'), ['-D', data, ...args], { folder, port, account });
}

async function startService(
	file: string,
	args: readonly string[],
	{ folder, port, account }: { folder: string; port: number; account?: Account | undefined },
): Promise<Service> {
	const log = join(folder, 'service.log');
	const who = account ? [String(account.uid), String(account.gid)] : ['-', '-'];
	const script = join(__dirname, 'withLifeline.cjs');
	const child = spawn(process.execPath, [script, ...who, file, ...args], {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
	});
	const output = createWriteStream(log);
	child.stdout?.pipe(output, { end: false });
	child.stderr?.pipe(output, { end: false });
	let isOver = false;
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	void ended.then(() => (isOver = true));
	const stop = async (): Promise<void> => {
		child.kill('SIGTERM');
		await ended;
		await rm(folder, { recursive: true, force: true });
	};
	while (!(await answers(port))) {
		if (isOver) throw new Error(`${file} did not start:\n${await lastLines(log)}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return { port, log, stop };
}

/** What n8n needs to know of a PostgreSQL that was started here. */
export function postgresSettings({ port }: Service): Record<string, string> {
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'postgres',
	};
}

/** PostgreSQL refuses to be run by root; Debian's package brings a user for it. */
function notRoot(): Account | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']).toString());
	return { uid: id('-u'), gid: id('-g') };
}

async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect({ port, host: '127.0.0.1' });
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
