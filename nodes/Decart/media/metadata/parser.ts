/** What a parser wants next: some bytes, or that some are passed over. */
interface Want {
	readonly action: 'read' | 'skip';
	readonly bytes: number;
}

/**
 * A parser as a generator: it asks for bytes and gets them, whatever the chunks in which the file comes. After
 * the end of the file it gets fewer than it asked for.
 */
export type Parser<T> = Generator<Want, T, Buffer>;

/** The next bytes of the file; fewer only at its end. */
export function* read(bytes: number): Parser<Buffer> {
	return yield { action: 'read', bytes };
}

export function* skip(bytes: number): Parser<void> {
	if (bytes > 0) yield { action: 'skip', bytes };
}

/**
 * Runs a parser on chunks. It holds no more than the parser asks for at a time.
 *
 * @param fallback the result for a file in which the parser loses its way
 */
export function createStreamReader<T>(parser: Parser<T>, fallback: T) {
	let result: T | undefined;
	let want: Want = { action: 'skip', bytes: 0 };
	let missing = 0;
	let held: Buffer[] = [];

	const resume = (...bytes: [] | [Buffer]): void => {
		try {
			const step = parser.next(...(bytes as [Buffer]));
			if (step.done) result = step.value;
			else want = step.value;
		} catch {
			result = fallback;
		}
		missing = want.bytes;
		held = [];
	};

	const answer = () => resume(want.action === 'read' ? Buffer.concat(held) : Buffer.alloc(0));

	resume();
	return {
		feed(chunk: Buffer): void {
			for (let rest = chunk; result === undefined && (rest.length > 0 || missing === 0);) {
				const taken = rest.subarray(0, missing);
				if (want.action === 'read') held.push(taken);
				missing -= taken.length;
				rest = rest.subarray(taken.length);
				if (missing > 0) return;
				answer();
			}
		},
		isDone: () => result !== undefined,
		end(): T {
			while (result === undefined) answer();
			return result;
		},
	};
}
