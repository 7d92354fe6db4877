import { expect, it } from 'vitest';
import { ownTime, type Span, type Turn } from './turn';

const turn = (duration: number, workedMs: number): Turn => ({ startTime: 1000, duration, workedMs });
const collection = (duration: number): Span => ({ startTime: 1010, duration });

it.each<readonly [string, Turn, readonly Span[], readonly [number, number]]>([
	['that waits for nothing is the node’s own', turn(60, 60), [], [60, 60]],
	['in which other processes ran is shorter by them', turn(200, 60), [], [60, 60]],
	['in which the collector ran is shorter by it', turn(110, 110), [collection(50)], [60, 60]],
	// Either the collector ran for 100 ms and then the machine paused, or it paused while the collector was to run.
	[
		'with the collector and other processes may be short or long',
		turn(220, 110),
		[collection(100)],
		[10, 110],
	],
	['whose collector had helpers is no longer than what remains', turn(80, 70), [collection(60)], [10, 20]],
	[
		'shares a collection with the turn before it',
		turn(40, 40),
		[{ startTime: 980, duration: 50 }],
		[10, 10],
	],
])('a turn %s', (_what, given, collections, [least, most]) => {
	expect(ownTime(given, collections)).toEqual({ least, most });
});
