import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { loadedNode } from '../../scripts/engine/runDecart';
import { threadTime } from './threadTime';
import { ownTime, type OwnTime, type Span, type Turn } from './turn';

/** Shorter turns of the event loop are not remembered. */
const SHORTEST_MS = 10;

/** What was seen of the event loop while the node's `execute` ran. */
export interface Watched {
	/** The longest time without a turn of the event loop, without the garbage collector and other processes. */
	readonly longest: OwnTime;
	/** The same with the garbage collector's time, in milliseconds. */
	readonly longestWithCollectorMs: number;
	/** When the longest time began, from the beginning of `execute`. */
	readonly longestAtMs: number;
	readonly totalMs: number;
}

/** Watches the event loop during the next run of the node, and only while its own code runs. */
export async function watchExecute(): Promise<{ end(): Watched }> {
	const node = await loadedNode();
	const { execute } = node;
	if (!execute) throw new Error('The node has no execute');
	const turns: Turn[] = [];
	const collections: Span[] = [];
	const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()));
	observer.observe({ entryTypes: ['gc'] });
	let startedAt = 0;
	let totalMs = 0;
	node.execute = async function watched(this: IExecuteFunctions) {
		startedAt = performance.now();
		let isRunning = true;
		let turnedAt = startedAt;
		let worked = threadTime();
		const endTurn = () => {
			const now = performance.now();
			const workedMs = threadTime() - worked;
			if (now - turnedAt >= SHORTEST_MS) {
				turns.push({ startTime: turnedAt, duration: now - turnedAt, workedMs });
			}
			turnedAt = now;
			worked += workedMs;
		};
		const watch = async () => {
			for (;;) {
				await nextTurn();
				// What comes after our `execute` is n8n's own work.
				if (!isRunning) return;
				endTurn();
			}
		};
		const watching = watch();
		try {
			return await execute.call(this);
		} finally {
			endTurn();
			isRunning = false;
			totalMs = performance.now() - startedAt;
			void watching;
		}
	};
	return {
		end() {
			node.execute = execute;
			collections.push(...observer.takeRecords());
			observer.disconnect();
			const own = turns.map((turn) => ownTime(turn, collections));
			const longestMs = Math.max(0, ...own.map(({ most }) => most));
			const longestAt = own.findIndex(({ most }) => most === longestMs);
			return {
				longest: { least: Math.max(0, ...own.map(({ least }) => least)), most: longestMs },
				longestAtMs: (turns[longestAt]?.startTime ?? startedAt) - startedAt,
				longestWithCollectorMs: Math.max(0, ...turns.map(({ workedMs }) => workedMs)),
				totalMs,
			};
		},
	};
}
