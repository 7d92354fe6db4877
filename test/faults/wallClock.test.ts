import { beforeAll, describe, expect, it } from 'vitest';
import { editImages, editVideos, type RunChanges } from '../../scripts/engine/batchRuns';
import type { DecartOutcome } from '../../scripts/engine/runDecart';
import type { Fault, FaultRule, Sandbox, SandboxOptions } from '../../sandbox';
import { newSandbox, runAt, useBinaryStore } from '../support/operations';
import { startWallClock } from '../support/wallClock';
import { eventually } from './support';

const HOUR = 3_600_000;

useBinaryStore();

/** A run that is under way while the wall clock is set. */
interface Case {
	readonly fault?: Fault;
	readonly on?: FaultRule['on'];
	readonly sandbox?: SandboxOptions;
	/** How many requests it has sent when the clock is set; 1 when left out. */
	readonly after?: number;
	readonly run: (sandbox: Sandbox) => Promise<DecartOutcome>;
}

const images = (count: number, options: RunChanges['options'] = {}): Case['run'] => {
	return async (sandbox) => await editImages(sandbox, count, { options });
};
const video = (options: RunChanges['options'] = {}): Case['run'] => {
	return async (sandbox) => await editVideos(sandbox, 1, { options });
};
const waitForJob: Case['run'] = async (sandbox) => {
	const submitted = await editVideos(sandbox, 1, { parameters: { waitForCompletion: false } });
	const jobId = String(submitted.items[0]?.json.jobId);
	return await runAt(sandbox, { resource: 'job', operation: 'wait', jobId });
};

const BUSY: Fault = { kind: 'status', status: 429, retryAfter: { seconds: 1 } };
const SLOW: Fault = { kind: 'latency', ms: 1500 };
const SLOW_JOBS = { jobSchedule: { pendingMs: 0, processingMs: 1500 } };

const CASES = {
	image: { fault: SLOW, run: images(1) },
	video: { sandbox: SLOW_JOBS, run: video({ timeout: 30 }) },
	job: { sandbox: SLOW_JOBS, after: 2, run: waitForJob },
	retry: { fault: BUSY, run: images(1) },
	batch: { fault: BUSY, run: images(3, { concurrency: 1 }) },
	noAnswer: { fault: { kind: 'stall', at: 'beforeAnswer' }, run: images(1, { requestTimeout: 1 }) },
	halfAnswer: { fault: { kind: 'stall', at: 'midAnswer' }, run: images(1, { requestTimeout: 1 }) },
	noEnd: { on: 'submit', fault: { kind: 'job', outcome: 'stall' }, run: video({ timeout: 0.04 }) },
} satisfies Record<string, Case>;
type Name = keyof typeof CASES;

/** Sets the wall clock by so much as soon as every run is under way. */
async function runWhileStepping(milliseconds: number): Promise<Record<Name, DecartOutcome>> {
	const clock = startWallClock();
	const names = Object.keys(CASES) as Name[];
	const runs = names.map(async (name) => {
		const { fault, on = 'generate', sandbox: options, after = 1, run }: Case = CASES[name];
		const sandbox = await newSandbox(options);
		if (fault) sandbox.setFaults({ rules: [{ on, times: 1, fault }] });
		return { name, sandbox, after, outcome: run(sandbox) };
	});
	const started = await Promise.all(runs);
	for (const { sandbox, after } of started)
		await eventually(sandbox.requests, ({ length }) => length >= after);
	clock.step(milliseconds);
	// The jobs of the sandbox go by the wall clock, and are to get on all the same.
	for (const { sandbox } of started) sandbox.advance(-milliseconds);
	const outcomes = await Promise.all(
		started.map(async ({ name, outcome }) => [name, await outcome] as const),
	);
	clock.end();
	return Object.fromEntries(outcomes) as Record<Name, DecartOutcome>;
}

describe.each([
	['back', -HOUR],
	['forward', HOUR],
])('a wall clock that is set %s by an hour during a run', (_, step) => {
	let outcomes: Record<Name, DecartOutcome>;
	beforeAll(async () => {
		outcomes = await runWhileStepping(step);
	});

	it.each<readonly [string, Name]>([
		['an image', 'image'],
		['a video', 'video'],
		['the wait for a job of another run', 'job'],
	])('is not counted in what %s took, and ends no wait', (_what, name) => {
		const { error, items } = outcomes[name];
		expect(error).toBeUndefined();
		expect(items[0]?.json.durationMs).toBeGreaterThan(0);
		expect(items[0]?.json.durationMs).toBeLessThan(HOUR / 2);
	});

	it.each<readonly [string, Name, number]>([
		['the wait before a retry', 'retry', 1],
		['the pause of a whole batch', 'batch', 3],
	])('does not prolong %s', (_what, name, count) => {
		expect(outcomes[name].error).toBeUndefined();
		expect(outcomes[name].items).toHaveLength(count);
	});

	it.each<readonly [string, Name, string]>([
		['an answer that does not come', 'noAnswer', 'OUTCOME_UNKNOWN'],
		['the rest of an answer', 'halfAnswer', 'OUTCOME_UNKNOWN'],
		['a job that does not end', 'noEnd', 'JOB_TIMEOUT'],
	])('does not prolong the wait for %s', (_what, name, code) => {
		expect(outcomes[name].error?.context).toMatchObject({ code });
	});
});
