import { writeFile } from 'node:fs/promises';
import { startSandbox } from '../../sandbox';
import { formatTable, type Row } from '../demo/table';
import type { Answer } from './answer';
import { compare, type Comparison } from './compare';
import { PROBES, VIDEO_PROBE, type Probe, type Target } from './probes';
import { readMessage, type Output } from '../util/terminal';

const DECART_URL = 'https://api.decart.ai';

/** Where the real API is, and where the differences are written. */
export interface LiveSettings {
	readonly apiKey: string | undefined;
	readonly baseUrl: string | undefined;
	readonly file: string;
}

/**
 * Runs `npm run live` with the arguments that follow it.
 *
 * @returns the exit code: 0 when the sandbox answers as the real API does, or when there is no key; 1 when it does
 * not; 2 when the comparison could not be made.
 */
export async function liveCommand(
	args: readonly string[],
	output: Output,
	{ apiKey, baseUrl = DECART_URL, file }: LiveSettings,
): Promise<number> {
	if (args.some((arg) => arg !== '--video')) {
		output.problem('Usage: npm run live [-- --video]');
		return 2;
	}
	const probes = args.length > 0 ? [...PROBES, VIDEO_PROBE] : PROBES;
	if (!apiKey) {
		announce(probes, output);
		return 0;
	}
	try {
		const comparisons = await compareWithSandbox(probes, { url: baseUrl, apiKey });
		output.line(formatTable(['result', 'asked', 'Decart', 'sandbox'], comparisons.map(tableRow)));
		comparisons.flatMap(describeDifferences).forEach(output.line);
		return await report(comparisons, file, output);
	} catch (error) {
		output.problem(readMessage(error).replaceAll(apiKey, '***'));
		return 2;
	}
}

function announce(probes: readonly Probe[], output: Output): void {
	const total = probes.reduce((sum, { costUsd }) => sum + costUsd, 0);
	output.line(`Set DECART_API_KEY to ask the real API this, for about $${total.toFixed(2)}:`);
	probes.forEach(({ name, costUsd }) => output.line(`  ${name} ($${costUsd.toFixed(2)})`));
}

async function compareWithSandbox(probes: readonly Probe[], live: Target): Promise<readonly Comparison[]> {
	const sandbox = await startSandbox();
	try {
		return await compare(probes, live, sandbox);
	} finally {
		await sandbox.close();
	}
}

function tableRow({ probe, live, sandbox, differs }: Comparison): Row {
	const summarize = ({ status, contentType }: Answer) => `${status} ${contentType}`;
	const result = differs.length === 0 ? 'agrees' : 'differs';
	return { result, asked: probe, Decart: summarize(live), sandbox: summarize(sandbox) };
}

function describeDifferences({ probe, live, sandbox, differs }: Comparison): string[] {
	return differs.map(
		(part) => `${probe}: ${part} is ${String(live[part])}, in the sandbox ${String(sandbox[part])}`,
	);
}

async function report(comparisons: readonly Comparison[], file: string, output: Output): Promise<number> {
	const differing = comparisons.filter(({ differs }) => differs.length > 0);
	if (differing.length === 0) return 0;
	await writeFile(file, `${JSON.stringify(differing, null, 2)}\n`);
	output.line(`${differing.length} of ${comparisons.length} differ; the answers are in ${file}.`);
	return 1;
}
