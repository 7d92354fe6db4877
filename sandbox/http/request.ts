/** The two parts of a request's target. */
export interface Target {
	readonly path: string;
	/** Without its question mark. */
	readonly query: string;
}

/** Takes a request target apart. Unlike `URL` it has no opinion on what is well formed, and never throws. */
export function parseTarget(url = '/'): Target {
	const mark = url.indexOf('?');
	return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}
