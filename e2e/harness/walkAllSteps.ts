/**
 * Takes every step from every stop that can be reached, at least once, by short ways.
 *
 * @param take takes a step from a stop, and gives the stop to which it leads; on the way to a new step, old ones again
 * @returns by stop, where each of its steps leads
 * @throws Error where a step leads elsewhere than it did before: then a stop is not all that counts
 */
export async function walkAllSteps<Stop, Step>(
	start: Stop,
	stepsFrom: (stop: Stop) => readonly Step[],
	take: (from: Stop, step: Step, isNew: boolean) => Promise<Stop>,
): Promise<Map<Stop, Map<Step, Stop>>> {
	const taken = new Map([[start, new Map<Step, Stop>()]]);
	let here = start;
	for (let way = wayToNewStep(here); way; way = wayToNewStep(here)) {
		for (const step of way) {
			const before = taken.get(here)?.get(step);
			const to = await take(here, step, before === undefined);
			if (before !== undefined && before !== to)
				throw new Error('A step leads elsewhere than it did before');
			taken.get(here)?.set(step, to);
			if (!taken.has(to)) taken.set(to, new Map());
			here = to;
		}
	}
	return taken;

	/** The fewest steps of which the last was never taken. */
	function wayToNewStep(from: Stop): Step[] | undefined {
		const ways = new Map<Stop, Step[]>([[from, []]]);
		// A map that grows is walked to its new end, so stops that are near come first.
		for (const [stop, way] of ways) {
			const steps = taken.get(stop);
			const untaken = stepsFrom(stop).find((step) => !steps?.has(step));
			if (untaken !== undefined) return [...way, untaken];
			for (const [step, to] of steps ?? []) if (!ways.has(to)) ways.set(to, [...way, step]);
		}
		return undefined;
	}
}
