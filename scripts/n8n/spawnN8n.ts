import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE } from './paths';
import { lastLines } from './runProgram';
import type { InstalledN8n } from './install';

/** A process of n8n: the main one, or a worker. */
export interface N8nProcess {
	readonly pid: number;
	/** The file with everything it printed, after what those printed that were started with this file before. */
	readonly log: string;
	/** What it has printed so far. */
	printed(): Promise<string>;
	/** Resolves when it has ended. */
	readonly ended: Promise<void>;
	/** Asks it to end, insists after a while, and waits until it has ended. */
	stop(): Promise<void>;
	/** Ends it at once, as a crash would. */
	kill(): Promise<void>;
}

/** Where Node.js 22 and newer keep what they have compiled, so that the next start of n8n need not. */
const COMPILED = join(CACHE, 'compiled');
/** How long n8n gets to end by itself, in milliseconds. */
const STOP_TIMEOUT_MS = 10_000;

/** Starts one of n8n's commands (`start`, `worker`). It ends with this process, however this one ends. */
export function spawnN8n(
	installed: InstalledN8n,
	args: readonly string[],
	env: Readonly<Record<string, string>>,
	log: string,
): N8nProcess {
	const lifeline = join(__dirname, 'endWithParent.cjs');
	const child = spawn(installed.node, ['--require', lifeline, installed.n8n, ...args], {
		env: { PATH: installed.path, LANG: 'C.UTF-8', NODE_COMPILE_CACHE: COMPILED, ...env },
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		// Ctrl+C in the terminal is for whoever started it, who then ends n8n in good order.
		detached: true,
	});
	const before = existsSync(log) ? statSync(log).size : 0;
	const file = createWriteStream(log, { flags: 'a' });
	child.stdout?.pipe(file, { end: false });
	child.stderr?.pipe(file, { end: false });
	const ended = new Promise<void>((resolve) => child.once('close', () => file.end(resolve)));
	return {
		pid: child.pid ?? 0,
		log,
		ended,
		// The file is there a moment after the process.
		printed: async () => (existsSync(log) ? (await readFile(log)).subarray(before).toString() : ''),
		stop: async () => {
			if (isRunning(child)) child.kill('SIGTERM');
			const insist = setTimeout(() => killGroup(child), STOP_TIMEOUT_MS);
			await ended;
			clearTimeout(insist);
		},
		kill: async () => {
			killGroup(child);
			await ended;
		},
	};
}

/** Ends a process and those that it has started: n8n's task runner outlives an n8n that is killed, and holds its output. */
function killGroup({ pid }: ChildProcess): void {
	try {
		if (pid !== undefined) process.kill(-pid, 'SIGKILL');
	} catch (error) {
		// All of them have ended.
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode === null && signalCode === null;
}

/**
 * Waits until a process has logged that it is ready, and an address of it answers 200. Where another n8n has taken the
 * port meanwhile, its answers do not count, and this one ends by itself.
 *
 * @param ready what the process logs once all its addresses are there
 * @throws Error with the end of the log when the process ends first or three minutes pass
 */
export async function waitUntilUp(
	url: string,
	ready: RegExp,
	{ log, printed, ended }: N8nProcess,
): Promise<void> {
	let isOver = false;
	void ended.then(() => (isOver = true));
	const deadline = Date.now() + 180_000;
	while (!isOver && Date.now() < deadline) {
		if (ready.test(await printed()) && (await answers(url))) return;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`n8n ${isOver ? 'ended' : 'is not up'}: ${url}\n${await lastLines(log)}`);
}

async function answers(url: string): Promise<boolean> {
	return await fetch(url).then(
		async (response) => {
			await response.arrayBuffer();
			return response.ok;
		},
		() => false,
	);
}
