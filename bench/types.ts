import type { RealN8n } from './peers/realN8n';
import type { BenchServer } from './server';

/** What one measurement found: a table, and what its reader has to know. */
export interface Measurement {
	/** The key in `results.json`. */
	readonly name: string;
	readonly title: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
	/** One fact a line. */
	readonly notes: readonly string[];
	/** The values behind the table, for whoever compares two runs. */
	readonly values: unknown;
}

export interface BenchOptions {
	/** Fewer rounds and smaller files: under two minutes. */
	readonly isQuick: boolean;
	readonly server: BenchServer;
	/** A real n8n, started when it is first asked for and closed after the measurement; undefined where none is installed. */
	readonly openN8n: () => Promise<RealN8n | undefined>;
}

/** Measures one thing, all peers side by side. */
export type BenchCase = (options: BenchOptions) => Promise<Measurement>;
