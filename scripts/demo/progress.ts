import { relative } from 'node:path';

/** Tells what happens while it happens, one line each. */
export interface Narrator {
	read(fileName: string): void;
	received(fileName: string, bytes: number): void;
	wrote(path: string): void;
	job(jobId: string, status: string): void;
	passed(seconds: number, how: 'waited' | 'skipped'): void;
}

/** @param print is given each line */
export function createNarrator(print: (line: string) => void): Narrator {
	const tell = (what: string, text: string) => print(`  ${what.padEnd(9)} ${text}`);
	return {
		read: (fileName) => tell('read', fileName),
		received: (fileName, bytes) => tell('received', `${fileName} (${bytes.toLocaleString('en')} bytes)`),
		wrote: (path) => tell('wrote', relative(process.cwd(), path)),
		job: (jobId, status) => tell('job', `${jobId} is ${status}`),
		passed: (seconds, how) => tell(how, `${seconds} s`),
	};
}
