// n8n's logger is set up when n8n-core is loaded, so a test file that reads the log imports this file first.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const file = join(mkdtempSync(join(tmpdir(), 'n8n-log-')), 'n8n.log');
process.env.N8N_LOG_LEVEL = 'warn';
process.env.N8N_LOG_OUTPUT = 'file';
process.env.N8N_LOG_FILE_LOCATION = file;

const LOOKS = 100;
const EVERY_MS = 50;

/** Gives the line of n8n's own log that holds the text; the logger writes it when it comes to it. */
export async function logLine(text: string): Promise<string> {
	for (let looks = 0; looks < LOOKS; looks += 1) {
		const found = readLog().find((line) => line.includes(text));
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
	}
	throw new Error(`n8n's log does not hold "${text}"`);
}

function readLog(): string[] {
	try {
		return readFileSync(file, 'utf8').split('\n');
	} catch {
		return [];
	}
}
