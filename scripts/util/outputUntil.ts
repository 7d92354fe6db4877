import type { ChildProcess } from 'node:child_process';

/**
 * What a program prints, until it prints what is waited for.
 *
 * @throws Error with all that was printed when the program ends before
 */
export async function outputUntil(child: ChildProcess, wanted: RegExp): Promise<string> {
	return await new Promise((resolve, reject) => {
		let output = '';
		const note = (chunk: Buffer) => {
			output += chunk.toString();
			if (wanted.test(output)) resolve(output);
		};
		child.stdout?.on('data', note);
		child.stderr?.on('data', note);
		child.once('exit', () => reject(new Error(`It ended: ${output}`)));
	});
}
