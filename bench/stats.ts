/** The middle of the values; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The smallest and the largest value, which is what a reader may expect on such a machine. */
export function spread(values: readonly number[]): { readonly min: number; readonly max: number } {
	return { min: Math.min(...values), max: Math.max(...values) };
}

/** Rounded to so many digits after the point. */
export function round(value: number, digits = 1): number {
	return Number(value.toFixed(digits));
}

/** A median with its spread: `1.5 (1.3 to 1.9)`. */
export function withSpread(values: readonly number[], digits = 1): string {
	const { min, max } = spread(values);
	return `${round(median(values), digits)} (${round(min, digits)} to ${round(max, digits)})`;
}
