/** Where a command writes its lines. */
export interface Output {
	readonly line: (text: string) => void;
	readonly problem: (text: string) => void;
}

export const TERMINAL: Output = {
	line: (text) => {
		process.stdout.write(`${text}\n`);
	},
	problem: (text) => {
		process.stderr.write(`${text}\n`);
	},
};

/** What an error says, in a line. */
export function readMessage(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
