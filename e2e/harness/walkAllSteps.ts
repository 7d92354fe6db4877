/** A walk over the given stops that goes once from each of them to each other one (Hierholzer's algorithm). */
export function walkAllPairs<Stop>(stops: readonly Stop[]): Stop[] {
	const open = new Map(stops.map((from) => [from, stops.filter((to) => to !== from)]));
	const path = stops.slice(0, 1);
	const walk: Stop[] = [];
	for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
		const next = open.get(here)?.pop();
		if (next === undefined) walk.unshift(...path.splice(-1));
		else path.push(next);
	}
	return walk;
}
