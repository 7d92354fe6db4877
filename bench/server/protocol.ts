/** How the server behaves until it is set otherwise. */
export interface ServerSettings {
	/** How long an image takes, in milliseconds. */
	readonly delayMs: number;
	/** So many generations at once are taken; the rest is answered with 429. */
	readonly capacity: number;
	/** The `Retry-After` of a 429, in seconds; none when left out. */
	readonly retryAfter?: number;
	/** How large an image it makes, in bytes. */
	readonly imageBytes: number;
	/** How large a video it makes, in bytes. */
	readonly videoBytes: number;
	/** How long a job takes, in milliseconds. */
	readonly jobMs: number;
}

export const DEFAULT_SETTINGS: ServerSettings = {
	delayMs: 0,
	capacity: Infinity,
	imageBytes: 1_000_000,
	videoBytes: 0,
	jobMs: 0,
};

/** What the server counted since it was last set up. */
export interface ServerCounts {
	readonly accepted: number;
	readonly refused: number;
	readonly polls: number;
	/** When each job was done, in milliseconds since 1970, by its id. */
	readonly doneAt: Readonly<Record<string, number>>;
	/** How often each job was polled, by its id. */
	readonly pollsByJob: Readonly<Record<string, number>>;
}
