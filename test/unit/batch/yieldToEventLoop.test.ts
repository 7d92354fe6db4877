import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runPool } from '../../../nodes/Decart/batch/pool';
import { mapInSlices } from '../../../nodes/Decart/batch/yieldToEventLoop';

function busyFor(milliseconds: number): void {
	const end = performance.now() + milliseconds;
	while (performance.now() < end);
}

/** Counts how often the event loop comes round while something runs. */
async function countTurns(run: () => Promise<unknown>): Promise<number> {
	let turns = 0;
	let isDone = false;
	const count = () => {
		turns += 1;
		if (!isDone) setImmediate(count);
	};
	setImmediate(count);
	await run();
	isDone = true;
	return turns;
}

const ITEMS = Array.from({ length: 200 }, (_, index) => index);

describe('work that waits for nothing', () => {
	it('gives way to the event loop between tasks, and keeps their order', async () => {
		const tasks = ITEMS.map((index) => async () => {
			busyFor(1);
			return await Promise.resolve(index);
		});
		let values: unknown[] = [];
		const turns = await countTurns(async () => {
			values = await runPool(tasks, { concurrency: 4, stopOnFailure: true });
		});
		expect(turns).toBeGreaterThanOrEqual(5);
		expect(values).toEqual(ITEMS.map((value) => ({ status: 'done', value })));
	});

	it('gives way between tasks that are all due at once', async () => {
		let turn = 0;
		const doneInTurn: number[] = [];
		const task = async () => {
			busyFor(3);
			doneInTurn[turn] = (doneInTurn[turn] ?? 0) + 1;
			await Promise.resolve();
		};
		const tasks = Array.from({ length: 64 }, () => task);
		const ended = runPool(tasks, { concurrency: 32, stopOnFailure: false }).then(() => true);
		// The pool has begun and given way: what comes from here on is of another turn.
		turn += 1;
		while (!(await Promise.race([ended, nextTurn(false)]))) turn += 1;
		// Four make a slice. After a pause of the machine Node.js runs timers of two slices in one turn.
		expect(Math.max(...doneInTurn.filter(Boolean))).toBeLessThanOrEqual(12);
	});

	it('gives way while a long list is mapped', async () => {
		let doubled: number[] = [];
		const turns = await countTurns(async () => {
			doubled = await mapInSlices(ITEMS, (value) => {
				busyFor(1);
				return value * 2;
			});
		});
		expect(turns).toBeGreaterThanOrEqual(5);
		expect(doubled).toEqual(ITEMS.map((value) => value * 2));
	});
});

describe('work that waits by itself', () => {
	it('goes on at once, since the event loop has had its turn', async () => {
		let hasTurned = false;
		let begunLate = 0;
		const task = async () => {
			if (hasTurned) begunLate += 1;
			await wait(15);
			hasTurned = false;
			setImmediate(() => {
				hasTurned = true;
			});
		};
		await runPool(Array<typeof task>(10).fill(task), { concurrency: 1, stopOnFailure: true });
		expect(begunLate).toBe(0);
	});
});
