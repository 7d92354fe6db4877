import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TSX } from '../support/tsx';

const ROOT = join(__dirname, '..', '..');

/** A sandbox in a process of its own, as `npm run sandbox` starts it. */
export interface SandboxProcess {
	readonly url: string;
	readonly apiKey: string;
	readonly child: ChildProcess;
}

/** How a process ended, and what it had to say. */
export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Starts the command and waits for the address that it prints. Rejects when it ends before. */
export async function startProcess(...args: readonly string[]): Promise<SandboxProcess> {
	const child = run(args);
	let printed = '';
	for await (const chunk of child.stdout ?? []) {
		printed += String(chunk);
		const [, url, apiKey] = /at (http:\S+)\nAPI key: (\S+)\n/.exec(printed) ?? [];
		if (url && apiKey) return { url, apiKey, child };
	}
	throw new Error(`The sandbox ended: ${printed}`);
}

/** Runs the command to its end. */
export async function runToEnd(...args: readonly string[]): Promise<Ended> {
	const child = run(args);
	let [stdout, stderr] = ['', ''];
	child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
	child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, stdout, stderr };
}

/** Ends a process as a terminal would, and gives its exit code. */
export async function interrupt(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
	const exit = once(child, 'exit');
	child.kill(signal);
	const [code] = (await exit) as [number | null];
	return code;
}

function run(args: readonly string[]): ChildProcess {
	return spawn(process.execPath, [...TSX, 'sandbox/cli.ts', ...args], {
		cwd: ROOT,
		env: process.env,
	});
}
