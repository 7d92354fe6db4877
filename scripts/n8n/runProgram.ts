import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface CommandOptions {
	readonly cwd: string;
	/** Added to this process's environment. */
	readonly env?: Readonly<Record<string, string>>;
	/** The file that gets everything the command prints. */
	readonly log: string;
}

/**
 * Runs a command to its end.
 *
 * @throws Error with the end of the log when the command fails
 */
export async function runProgram(
	file: string,
	args: readonly string[],
	options: CommandOptions,
): Promise<void> {
	const log = createWriteStream(options.log, { flags: 'a' });
	const child = spawn(file, args, {
		cwd: options.cwd,
		env: { ...process.env, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	await new Promise((resolve) => log.end(resolve));
	if (code !== 0)
		throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${await lastLines(options.log)}`);
}

/** The last lines of a log. */
export async function lastLines(log: string, lines = 40): Promise<string> {
	const text = await readFile(log, 'utf8').catch(() => '');
	return text.split('\n').slice(-lines).join('\n');
}
