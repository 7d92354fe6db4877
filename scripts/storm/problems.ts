import type { Aftermath, StormItem } from './runStorm';
import { STORM_KEY } from './runStorm';

/** What a storm must not do, each as a sentence with the item that it was done to. None is how it should be. */
export async function findProblems(aftermath: Aftermath): Promise<string[]> {
	const { images, videos, items, leaks, leftovers } = aftermath;
	return [
		...[images, videos].flatMap(({ error }) => (error ? [`The run failed: ${error.message}`] : [])),
		...items.flatMap(itemProblems),
		...orderProblems(aftermath),
		...keyProblems(aftermath),
		...(leaks > 0 ? [`The key reached another origin ${leaks} times`] : []),
		...Object.entries(leftovers).map(([kind, count]) => `${count} of ${kind} still at work`),
		...(await imageProblems(aftermath)),
	];
}

function itemProblems({ prompt, outputs, billed }: StormItem): string[] {
	const [output] = outputs;
	const problems: string[] = [];
	const note = (problem: string) => problems.push(`${prompt} ${problem}`);
	if (!output || outputs.length > 1) note(`has ${outputs.length} outcomes`);
	if (billed.length > 1) note(`was billed ${billed.length} times`);
	const { status, code, jobId, error } = output?.json ?? {};
	const isDelivered = status === 'completed' && output?.binary?.data !== undefined;
	if (isDelivered && billed.length === 0) note('was delivered without being billed');
	if (!isDelivered && typeof code !== 'string') note(`has neither a result nor a code: ${String(error)}`);
	for (const { jobId: billedJob } of billed) {
		const isNamed = code === 'OUTCOME_UNKNOWN' || (jobId !== undefined && jobId === billedJob);
		if (!isDelivered && !isNamed)
			note(`was billed, and its error tells nothing of it: ${code}, ${error}`);
		if (jobId !== undefined && jobId !== billedJob) note(`has the job ${jobId} of another item`);
		if (
			jobId !== undefined &&
			!isDelivered &&
			!`${error} ${output?.json.description}`.includes(String(jobId))
		)
			note('does not tell in words which job it is about');
	}
	if (isDelivered && !String(output.json.fileName).includes(`-${prompt.split(' ')[1]}-lucy`))
		note(`was given the file ${output.json.fileName}`);
	return problems;
}

function orderProblems({ images, videos }: Aftermath): string[] {
	return [images, videos].flatMap(({ items }) => {
		const order = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		const isSorted = order.every((item, index) => item === index);
		return isSorted ? [] : [`The items are out of order: ${order.join(' ')}`];
	});
}

/** Also a part of the key, as it is left where a text was cut. */
const TRACES = [STORM_KEY, encodeURIComponent(STORM_KEY), STORM_KEY.slice(0, 12)];

function keyProblems({ images, videos, log }: Aftermath): string[] {
	const outputs = [images, videos].flatMap(({ run, items, hints, error }) => [
		...Object.entries(run.data.resultData.runData).map(([node, tasks]) => [node, plain(tasks)]),
		['the items', plain(items)],
		['the hints', plain(hints)],
		['the error', plain(error)],
	]);
	const texts = [...outputs, ...log.map((line) => ['the log', line])];
	return texts.flatMap(([where = '', text = '']) =>
		TRACES.filter((trace) => text.includes(trace)).map(
			(trace) => `The key, ${trace}, stands in ${where}`,
		),
	);
}

/** All of a value's data; an error's message and stack are not enumerable. */
function plain(value: unknown): string {
	const text = JSON.stringify(value, (_key, entry: unknown) =>
		entry instanceof Error
			? { ...entry, message: entry.message, stack: entry.stack, cause: entry.cause }
			: entry,
	);
	return text ?? '';
}

const COMPARED = 12;

/** Whether an item's image is its own: images differ, and the same request gives the same image. */
async function imageProblems({ items, again }: Aftermath): Promise<string[]> {
	const made = items.filter(({ sha256, prompt }) => sha256 !== undefined && prompt.startsWith('image'));
	const problems: string[] = [];
	if (new Set(made.map(({ sha256 }) => sha256)).size < made.length)
		problems.push('Two items have one image');
	for (const { prompt, sha256 } of made.filter(
		(_, index) => index % Math.ceil(made.length / COMPARED) === 0,
	)) {
		if ((await again(prompt)) !== sha256) problems.push(`${prompt} has the image of another item`);
	}
	return problems;
}
