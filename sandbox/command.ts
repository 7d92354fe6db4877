import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from './index';
import { parseFaultPlan } from './faults/parseFaultPlan';
import { DEFAULT_SCHEDULE } from './store/jobStore';
import type { SandboxOptions } from './types';

const USAGE = `Usage: npm run sandbox -- [options]

  --port N         port on 127.0.0.1 (default: a free one)
  --key KEY        the API key that is accepted (default: dct_sandbox_key)
  --retired        serve the retired models too
  --faults FILE    a fault plan, as JSON
  --pending MS     how long a job is pending (default: 300)
  --processing MS  how long a job is processing (default: 700)
  --seed N         another seed for ids and faults (default: 1)`;

/** A command line that cannot be followed. */
class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** Where a command writes. */
export interface Terminal {
	readonly stdout: (text: string) => void;
	readonly stderr: (text: string) => void;
}

/**
 * Runs `npm run sandbox` with the arguments that follow it.
 *
 * @returns the running sandbox; or the exit code, 2 when the arguments cannot be followed and 1 when it cannot start
 */
export async function sandboxCommand(
	args: readonly string[],
	{ stdout, stderr }: Terminal,
): Promise<Sandbox | number> {
	try {
		const sandbox = await startSandbox(readOptions(args));
		stdout(`Sandbox of the Decart API at ${sandbox.url}\nAPI key: ${sandbox.apiKey}\n`);
		return sandbox;
	} catch (error) {
		const isUsage = error instanceof UsageError;
		const message = error instanceof Error ? error.message : String(error);
		stderr(isUsage ? `${message}\n\n${USAGE}\n` : `${message}\n`);
		return isUsage ? 2 : 1;
	}
}

function readOptions(args: readonly string[]): SandboxOptions {
	const values = readArguments(args);
	const port = whole(values.port, '--port', 65535);
	const pendingMs = whole(values.pending, '--pending');
	const processingMs = whole(values.processing, '--processing');
	const seed = whole(values.seed, '--seed');
	return {
		...(port !== undefined && { port }),
		...(values.key !== undefined && { apiKey: values.key }),
		...(values.retired && { retired: true }),
		...(values.faults !== undefined && { faults: readPlan(values.faults) }),
		...(seed !== undefined && { seed }),
		jobSchedule: {
			pendingMs: pendingMs ?? DEFAULT_SCHEDULE.pendingMs,
			processingMs: processingMs ?? DEFAULT_SCHEDULE.processingMs,
		},
	};
}

function readArguments(args: readonly string[]) {
	const text = { type: 'string' } as const;
	try {
		return parseArgs({
			args: [...args],
			options: {
				port: text,
				key: text,
				retired: { type: 'boolean' },
				faults: text,
				pending: text,
				processing: text,
				seed: text,
			},
		}).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function whole(text: string | undefined, option: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	if (/^\d+$/.test(text) && number <= most) return number;
	throw new UsageError(`${option} must be a whole number from 0 to ${most}, not "${text}"`);
}

function readPlan(file: string): SandboxOptions['faults'] {
	try {
		return parseFaultPlan(JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
	}
}
