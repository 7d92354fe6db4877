const closers: (() => Promise<void>)[] = [];

/** Has something closed at the end of the test file, wherever in it that was opened. */
export function closeAfterFile(close: () => Promise<void>): void {
	closers.push(close);
}

/** Closes it; `setup.ts` calls this at the end of each test file. */
export async function closeAll(): Promise<void> {
	await Promise.all(closers.splice(0).map(async (close) => await close()));
}
