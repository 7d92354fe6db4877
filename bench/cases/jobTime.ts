import { join } from 'node:path';
import { withFastClock } from '../../scripts/engine/fastClock';
import { openNodePeer } from '../peers/decart';
import { median, round, spread } from '../stats';
import type { BenchCase } from '../types';

const CLIP = join(__dirname, '../../examples/media/coffee-zoom.mp4');
const JOBS_A_BATCH = 4;

/** How long a job takes, and how many times as fast the clock goes meanwhile. */
interface Duration {
	readonly seconds: number;
	readonly factor: number;
}

const SHORT: readonly Duration[] = [
	{ seconds: 1, factor: 1 },
	{ seconds: 5, factor: 1 },
];
const LONG: readonly Duration[] = [
	{ seconds: 30, factor: 10 },
	{ seconds: 120, factor: 10 },
];

/** How late a job's result is, and how many polls it took: alone, and as one of a batch that learns. */
export const jobTime: BenchCase = async ({ isQuick, server }) => {
	const node = await openNodePeer(server.url);
	const rows: string[][] = [];
	const values: Record<string, unknown> = {};
	for (const { seconds, factor } of isQuick ? SHORT : [...SHORT, ...LONG]) {
		const jobMs = seconds * 1000;
		await server.setUp({ jobMs: jobMs / factor, videoBytes: 0 });
		const run = async () =>
			await node.run(
				{ path: CLIP, mimeType: 'video/mp4', count: JOBS_A_BATCH },
				{ resource: 'video', operation: 'edit', prompt: 'Watercolor', options: { concurrency: 1 } },
			);
		const { items } = factor === 1 ? await run() : await withFastClock(factor, run);
		const { pollsByJob } = await server.counts();
		const lateness = items.map(({ json }) => (Number(json.durationMs) - jobMs) / 1000);
		const polls = items.map(({ json }) => pollsByJob[String(json.jobId)] ?? NaN);
		rows.push([String(seconds), ...describeJobs(lateness, polls)]);
		values[seconds] = { lateness, polls, factor };
	}
	await node.close();
	return {
		name: 'jobTime',
		title: 'How late the result of a job is',
		columns: ['job, s', 'first: late by, s', 'polls', 'later ones: late by, s', 'polls'],
		rows,
		notes: [
			`${JOBS_A_BATCH} jobs one after the other in one run of the node.`,
			'Late: from the end of the job to the result in n8n, with its upload and download.',
			'Jobs of 30 s and more run on a clock that goes ten times as fast. Requests then seem to take ten times as long, so the lateness is overstated.',
			'Decart asks for at least 2 s between polls. A single job that may end at any moment cannot have both a result at most 10 % late and at most 25 polls at 120 s: with polls 10 % of the time elapsed apart it takes 29. With 25 the least is 12.6 %, and that is the schedule where no job of the run is known yet.',
		],
		values,
	};
};

function describeJobs(
	[firstLate = NaN, ...late]: number[],
	[firstPolls = NaN, ...polls]: number[],
): string[] {
	return [
		String(round(firstLate)),
		String(firstPolls),
		`${round(median(late))} (at most ${round(spread(late).max)})`,
		String(median(polls)),
	];
}
