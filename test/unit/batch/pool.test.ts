import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPool } from '../../../nodes/Decart/batch/pool';

const goingOn = { concurrency: 3, stopOnFailure: false };

describe('working on tasks side by side', () => {
	it('gives the results in the order of the tasks, however long each takes', async () => {
		const tasks = [30, 1, 20, 5, 0].map((ms, index) => async () => {
			await sleep(ms);
			return index;
		});
		const values = (await runPool(tasks, goingOn)).map(
			(outcome) => outcome.status === 'done' && outcome.value,
		);
		expect(values).toEqual([0, 1, 2, 3, 4]);
	});

	it.each([1, 3, 7, 100])(
		'has as many under way at once as are allowed, %d, and no more',
		async (concurrency) => {
			let underWay = 0;
			let most = 0;
			const task = async () => {
				most = Math.max(most, (underWay += 1));
				await sleep(2);
				underWay -= 1;
			};
			await runPool(
				Array.from({ length: 20 }, () => task),
				{ concurrency, stopOnFailure: false },
			);
			expect(most).toBe(Math.min(20, concurrency));
		},
	);

	it('is not held up by a slow task', async () => {
		const ended: number[] = [];
		let release = (): void => undefined;
		const slow = new Promise<void>((resolve) => (release = resolve));
		const tasks = Array.from({ length: 10 }, (_, index) => async () => {
			await (index === 0 ? slow : sleep(1));
			ended.push(index);
			if (ended.length === 9) release();
		});
		await runPool(tasks, { concurrency: 2, stopOnFailure: false });
		expect(ended).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
	});

	it('goes on after a failure where it is to, and keeps the failure in its place', async () => {
		const broken = new Error('broken');
		const tasks = [0, 1, 2].map((index) => async () => {
			if (index === 1) throw broken;
			return await Promise.resolve(index);
		});
		expect(await runPool(tasks, goingOn)).toEqual([
			{ status: 'done', value: 0 },
			{ status: 'failed', error: broken },
			{ status: 'done', value: 2 },
		]);
	});

	it('starts nothing more after a failure where it is to stop, but lets finish what is under way', async () => {
		const started: number[] = [];
		const tasks = [0, 1, 2, 3, 4].map((index) => async () => {
			started.push(index);
			await sleep(index === 1 ? 2 : 30);
			if (index === 1) throw new Error('broken');
		});
		const outcomes = await runPool(tasks, { concurrency: 3, stopOnFailure: true });
		expect(started).toEqual([0, 1, 2]);
		expect(outcomes.map(({ status }) => status)).toEqual([
			'done',
			'failed',
			'done',
			'skipped',
			'skipped',
		]);
	});

	it('goes on after a failure that is tolerated, and stops after the next that is not', async () => {
		const tasks = ['tolerated', 'broken', 'never'].map((message) => async () => {
			throw await Promise.resolve(new Error(message));
		});
		const isTolerated = (error: unknown) => error instanceof Error && error.message === 'tolerated';
		const outcomes = await runPool(tasks, { concurrency: 1, stopOnFailure: true, isTolerated });
		expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed', 'skipped']);
	});

	it('takes a task only when somebody is free for it', async () => {
		let taken = 0;
		const takenAtStart: number[] = [];
		function* tasks() {
			for (; taken < 6;) {
				taken += 1;
				yield async () => {
					takenAtStart.push(taken);
					await sleep(1);
				};
			}
		}
		const outcomes = await runPool(tasks(), { concurrency: 2, stopOnFailure: false });
		expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill('done'));
		expect(takenAtStart).toEqual([1, 2, 3, 4, 5, 6]);
	});

	it('lets the next task begin where one releases its slot, and waits for both', async () => {
		const seen: string[] = [];
		let finish = (): void => undefined;
		const rest = new Promise<void>((resolve) => (finish = resolve));
		const outcomes = await runPool(
			[
				async (release) => {
					release();
					await rest;
					seen.push('first ends');
					return 1;
				},
				async () => {
					seen.push('second begins');
					finish();
					return await Promise.resolve(2);
				},
			],
			{ concurrency: 1, stopOnFailure: false },
		);
		expect(seen).toEqual(['second begins', 'first ends']);
		expect(outcomes).toEqual([
			{ status: 'done', value: 1 },
			{ status: 'done', value: 2 },
		]);
	});

	it('waits for a task that released its slot when no other is left', async () => {
		let hasEnded = false;
		const task = async (release: () => void) => {
			release();
			await sleep(5);
			hasEnded = true;
		};
		await runPool([task], goingOn);
		expect(hasEnded).toBe(true);
	});

	it('lets no more than two go on after they released their slot', async () => {
		let underWay = 0;
		let most = 0;
		const task = async (release: () => void) => {
			most = Math.max(most, (underWay += 1));
			await sleep(1);
			release();
			release();
			await sleep(20);
			underWay -= 1;
			// It has ended by then, and has no slot any more.
			setTimeout(release, 1);
		};
		await runPool(
			Array.from({ length: 40 }, () => task),
			goingOn,
		);
		expect(most).toBe(3 + 2);
	});

	it('starts nothing more after a task fails that has released its slot', async () => {
		const started: number[] = [];
		const tasks = [0, 1, 2].map((index) => async (release: () => void) => {
			started.push(index);
			if (index === 0) release();
			await sleep(index === 0 ? 2 : 20);
			if (index === 0) throw new Error('broken');
		});
		const outcomes = await runPool(tasks, { concurrency: 1, stopOnFailure: true });
		expect(started).toEqual([0, 1]);
		expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'done', 'skipped']);
	});

	it('has nothing to do without tasks', async () => {
		expect(await runPool([], goingOn)).toEqual([]);
	});

	it('accounts for every task, whatever fails and however many run at once', async () => {
		const plan = fc.record({ ms: fc.nat(3), fails: fc.boolean(), releases: fc.boolean() });
		const plans = fc.array(plan, { maxLength: 30 });
		await fc.assert(
			fc.asyncProperty(
				plans,
				fc.integer({ min: 1, max: 40 }),
				fc.boolean(),
				async (planned, concurrency, stopOnFailure) => {
					const tasks = planned.map(
						({ ms, fails, releases }, index) =>
							async (release: () => void) => {
								if (releases) release();
								await sleep(ms);
								return await (fails
									? Promise.reject(new Error(String(index)))
									: Promise.resolve(index));
							},
					);
					const outcomes = await runPool(tasks, { concurrency, stopOnFailure });
					expect(outcomes).toHaveLength(planned.length);
					outcomes.forEach((outcome, index) => {
						if (outcome.status === 'done') expect(outcome.value).toBe(index);
						if (outcome.status === 'failed')
							expect(outcome.error).toEqual(new Error(String(index)));
						if (!stopOnFailure)
							expect(outcome.status).toBe(planned[index]?.fails ? 'failed' : 'done');
					});
				},
			),
			{ numRuns: 40 },
		);
	});
});
