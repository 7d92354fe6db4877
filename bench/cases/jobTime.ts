import { join } from 'node:path';
import { openNodePeer } from '../peers/decart';
import { median, round, spread } from '../stats';
import type { BenchCase } from '../types';

const CLIP = join(__dirname, '../../examples/media/coffee-zoom.mp4');
const JOBS_A_BATCH = 4;

/** How late a job's result is, and how many polls it took: alone, and as one of a batch that learns. */
export const jobTime: BenchCase = async ({ isQuick, server }) => {
	const node = await openNodePeer(server.url);
	const rows: string[][] = [];
	const values: Record<string, unknown> = {};
	for (const seconds of isQuick ? [1, 5] : [1, 5, 30, 120]) {
		const jobMs = seconds * 1000;
		await server.setUp({ jobMs, videoBytes: 0 });
		const { items } = await node.run(
			{ path: CLIP, mimeType: 'video/mp4', count: JOBS_A_BATCH },
			{ resource: 'video', operation: 'edit', prompt: 'Watercolor', options: { concurrency: 1 } },
		);
		const { pollsByJob } = await server.counts();
		const lateness = items.map(({ json }) => (Number(json.durationMs) - jobMs) / 1000);
		const polls = items.map(({ json }) => pollsByJob[String(json.jobId)] ?? NaN);
		const [firstLate = NaN, ...laterLate] = lateness;
		const [firstPolls = NaN, ...laterPolls] = polls;
		const { max } = spread(laterLate);
		rows.push([
			String(seconds),
			String(round(firstLate)),
			String(firstPolls),
			`${round(median(laterLate))} (at most ${round(max)})`,
			String(median(laterPolls)),
		]);
		values[seconds] = { lateness, polls };
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
		],
		values,
	};
};
