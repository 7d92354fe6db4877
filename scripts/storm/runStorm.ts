import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import { buffer } from 'node:stream/consumers';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { startSandbox, type FaultRule, type LedgerEntry, type Sandbox } from '../../sandbox/index';
import { storm } from '../../sandbox/faults/stormPlan';
import type { DecartOutcome } from '../engine/runDecart';
import { countActiveResources } from '../engine/openHandles';
import { CONTINUE, editImages, editVideos } from '../engine/batchRuns';

/** A key that a URL and JSON write in other ways than a header. */
export const STORM_KEY = 'dct_storm+key/"0123456789"=';

/** How many of each are made, and how many faults there are. */
export interface StormSize {
	readonly images: number;
	readonly videos: number;
	readonly concurrency: number;
	/** The share of requests that get a fault. */
	readonly probability: number;
}

export const STORM: StormSize = { images: 300, videos: 200, concurrency: 16, probability: 0.15 };

/** For every `npm test`; the large one is for `.ci/run` and `npm run storm`. */
export const SMALL_STORM: StormSize = { images: 60, videos: 40, concurrency: 16, probability: 0.3 };

/** n8n runs a node again whose first item has failed, so the first request of each kind is refused. */
const FIRST_REFUSED = (['generate', 'submit'] as const).map((on): FaultRule => {
	return { on, times: 1, fault: { kind: 'status', status: 422 } };
});

/** Of both nodes, in seconds: on a busy machine too, most answers without a fault are in time. */
const REQUEST_TIMEOUT = 2;
/** Longer than the request timeout. */
const STALL_MS = 1000 * REQUEST_TIMEOUT + 1500;

/** One item, and what is known of it from both sides. */
export interface StormItem {
	readonly prompt: string;
	/** What the node put out for it. */
	readonly outputs: readonly INodeExecutionData[];
	/** What the account was charged for it. */
	readonly billed: readonly LedgerEntry[];
	/** Of the result's bytes; `undefined` where there is no result. */
	readonly sha256: string | undefined;
}

/** What is left of a storm when it is over. */
export interface Aftermath {
	readonly seed: number;
	readonly images: DecartOutcome;
	readonly videos: DecartOutcome;
	readonly items: readonly StormItem[];
	/** The kinds of fault that were applied, and how often. */
	readonly faults: Readonly<Record<string, number>>;
	readonly requests: number;
	/** Everything that was written into n8n's log. */
	readonly log: readonly string[];
	/** Requests that reached another origin with the key. */
	readonly leaks: number;
	/** What still ran some time after the last item was done, beyond what ran before. */
	readonly leftovers: Readonly<Record<string, number>>;
	readonly milliseconds: number;
	/** Makes the image of an item again without faults, and gives its hash. */
	again(prompt: string): Promise<string>;
}

/**
 * Runs images and videos side by side, in two nodes of n8n's real engine, against a sandbox in which every
 * fault is applied. Reports what happened and judges nothing.
 *
 * @param log what n8n writes into its log
 */
export async function runStorm(
	seed: number,
	log: string[],
	size: StormSize,
	judge: (aftermath: Aftermath) => Promise<void> | void,
): Promise<void> {
	const before = countActiveResources();
	const faults = storm({ probability: size.probability, seed, stallMs: STALL_MS });
	const sandbox = await startSandbox({
		apiKey: STORM_KEY,
		seed,
		jobSchedule: { pendingMs: 200, processingMs: 400 },
		faults: { ...faults, rules: [...FIRST_REFUSED, ...faults.rules] },
	});
	try {
		log.length = 0;
		const startedAt = Date.now();
		const node = { ...CONTINUE, retryOnFail: true, maxTries: 3, waitBetweenTries: 20 };
		const changes = { node, executionId: `storm-${seed}` };
		const options = {
			concurrency: size.concurrency,
			requestTimeout: REQUEST_TIMEOUT,
			seed: '={{ $json.number }}',
		};
		const [images, videos] = await Promise.all([
			editImages(sandbox, size.images, { ...changes, options }),
			editVideos(sandbox, size.videos, { ...changes, options: { ...options, timeout: 0.5 } }),
		]);
		const milliseconds = Date.now() - startedAt;
		const requests = sandbox.requests();
		const items = [
			...(await collectItems(sandbox, 'image', size.images, images)),
			...(await collectItems(sandbox, 'video', size.videos, videos)),
		];
		await judge({
			seed,
			images,
			videos,
			items,
			faults: countNames(requests.flatMap(({ fault }) => fault?.split('+') ?? [])),
			requests: requests.length,
			log: [...log],
			leaks: sandbox.otherOrigin
				.requests()
				.filter(({ headers }) => JSON.stringify(headers).includes('dct_')).length,
			leftovers: await waitForLeftovers(sandbox, before),
			milliseconds,
			again: async (prompt) => await makeAgain(sandbox, prompt),
		});
	} finally {
		await sandbox.close();
	}
}

async function collectItems(
	sandbox: Sandbox,
	resource: string,
	count: number,
	{ items }: DecartOutcome,
): Promise<StormItem[]> {
	const ledger = sandbox.ledger();
	// A job that has failed is no result, and is submitted again.
	const failed = new Set(sandbox.jobs().flatMap(({ id, outcome }) => (outcome === 'fail' ? [id] : [])));
	return await Promise.all(
		Array.from({ length: count }, async (_, number) => {
			const prompt = `${resource} ${number}`;
			const outputs = items.filter(
				({ pairedItem }) => (pairedItem as { item: number }).item === number,
			);
			const binary = outputs[0]?.binary?.data;
			return {
				prompt,
				outputs,
				billed: ledger.filter(
					({ fields, jobId }) => fields.prompt === prompt && !failed.has(jobId ?? ''),
				),
				sha256: binary?.id === undefined ? undefined : await hashOfStored(binary.id),
			};
		}),
	);
}

async function hashOfStored(id: string): Promise<string> {
	return hashBytes(await buffer(await Container.get(BinaryDataService).getAsStream(id)));
}

function hashBytes(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

async function makeAgain(sandbox: Sandbox, prompt: string): Promise<string> {
	sandbox.setFaults({ rules: [] });
	const number = Number(prompt.split(' ')[1]);
	const { items } = await editImages(sandbox, 1, {
		first: number,
		options: { seed: number },
	});
	return await hashOfStored(items[0]?.binary?.data?.id ?? '');
}

/** Polls, since what is about to end at first counts as left running. */
async function waitForLeftovers(
	sandbox: Sandbox,
	before: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
	let left: Record<string, number> = {};
	for (let polls = 0; polls < 50; polls += 1) {
		left = {
			...more(countActiveResources(), before),
			...(sandbox.openSockets() > 0 && { sockets: sandbox.openSockets() }),
		};
		if (Object.keys(left).length === 0) return left;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return left;
}

function more(now: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>) {
	return Object.fromEntries(
		Object.entries(now)
			.map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const)
			.filter(([, count]) => count > 0),
	);
}

export function countNames(names: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}
