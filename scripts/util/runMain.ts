import { readMessage, TERMINAL, type Output } from './terminal';

/** What a command of package.json runs: it gets the arguments that follow it, and gives the exit code. */
export type Command = (args: readonly string[], output: Output) => Promise<number>;

/** Runs a command and ends the process with its exit code: n8n's engine leaves timers behind. */
export function runMain(command: Command): void {
	command(process.argv.slice(2), TERMINAL)
		.catch((error: unknown) => {
			TERMINAL.problem(readMessage(error));
			return 1;
		})
		.then((code) => process.exit(code));
}
