/** The longest `Retry-After` that is obeyed; a longer one is cut to this. */
const MAX_RETRY_AFTER_MS = 120_000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds or an HTTP date.
 *
 * @returns milliseconds from 0 to two minutes, `undefined` for a missing or unreadable header
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
	const text = value?.trim() ?? '';
	const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : readHttpDate(text) - now;
	if (!Number.isFinite(milliseconds)) return undefined;
	return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, Math.round(milliseconds)));
}

/** Every form of it begins with a weekday; what else `Date.parse` would take for a date is none. */
function readHttpDate(text: string): number {
	return /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : NaN;
}
