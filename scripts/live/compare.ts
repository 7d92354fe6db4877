import { readAnswer, type Answer } from './answer';
import type { Probe, Target } from './probes';

/** A probe with the answers of both servers, and in what they differ. */
export interface Comparison {
	readonly probe: string;
	readonly live: Answer;
	readonly sandbox: Answer;
	readonly differs: readonly (keyof Answer)[];
}

/** Asks both servers the same at once, one probe after the other. */
export async function compare(
	probes: readonly Probe[],
	live: Target,
	sandbox: Target,
): Promise<readonly Comparison[]> {
	const comparisons: Comparison[] = [];
	for (const probe of probes) {
		const ask = async (target: Target) => await readAnswer(await probe.send(target));
		const [fromLive, fromSandbox] = await Promise.all([ask(live), ask(sandbox)]);
		const answers = { live: fromLive, sandbox: fromSandbox };
		comparisons.push({ probe: probe.name, ...answers, differs: differences(answers) });
	}
	return comparisons;
}

function differences({ live, sandbox }: { live: Answer; sandbox: Answer }): (keyof Answer)[] {
	const parts = ['status', 'contentType', 'headers', 'shape'] as const;
	return parts.filter((part) => String(live[part]) !== String(sandbox[part]));
}
