/** Makes a function that does its work at the first call, and gives what came of that at each later one. */
export function memoize<T>(work: () => Promise<T>): () => Promise<T> {
	let begun: Promise<T> | undefined;
	return async () => await (begun ??= work());
}
