import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './markdown';

const RESULTS = join(__dirname, '../../bench/results.json');

/** What this page needs of `bench/results.json`. A part that was not measured yet is not there. */
interface Results {
	readonly imageTime?: { readonly values: Readonly<Record<string, Readonly<Record<number, number[]>>>> };
	readonly rateLimit?: { readonly values: readonly RateLimitRow[] };
	readonly videoMemory?: { readonly values: Readonly<Record<string, Readonly<Record<number, number[]>>>> };
}

interface RateLimitRow {
	readonly peer: string;
	readonly server: string;
	readonly atOnce: number;
	readonly rounds: readonly { readonly succeeded: number }[];
}

const NONE = '—';
const HEADER = ['', 'This node', "n8n's HTTP Request node", "Decart's SDK", 'axios + form-data'];

/** The benchmark in short: this node beside what its users could take instead. */
export function benchmarksTable(path = RESULTS): string {
	const results = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : {};
	const rows = [...imageRows(results), ...limitRows(results), ...memoryRows(results)];
	return rows.length > 0 ? table(HEADER, rows) : 'Nothing is measured yet: `npm run bench`.';
}

function imageRows({ imageTime }: Results): string[][] {
	if (!imageTime) return [];
	const { values } = imageTime;
	const ratio = (peer: string, atOnce: number) => {
		const floor = values.undici?.[atOnce] ?? [];
		const ratios = (values[peer]?.[atOnce] ?? []).map((ms, round) => ms / (floor[round] ?? NaN));
		return ratios.length > 0 ? `${median(ratios).toFixed(1)} ×` : NONE;
	};
	const row = (text: string, atOnce: number, peers: readonly string[]) => [
		`1 MB image up and down, ${text}, relative to raw undici`,
		...peers.map((peer) => ratio(peer, atOnce)),
	];
	const here = ['node', '', 'sdk', 'axios'];
	const inLoop = ['realNode', 'httpRequest', '', ''];
	return [
		row('one at a time', 1, here),
		row('four at once', 4, here),
		row('one at a time in a loop of a real n8n', 1, inLoop),
		row('four at once in a loop of a real n8n', 4, inLoop),
	].filter((cells) => cells.slice(1).some((cell) => cell !== NONE));
}

function limitRows({ rateLimit }: Results): string[][] {
	if (!rateLimit) return [];
	const succeeded = (peer: string) => {
		const rounds = rateLimit.values
			.filter((row) => row.peer === peer && row.server === 'Retry-After: 1')
			.flatMap((row) => row.rounds);
		return rounds.length > 0 ? String(Math.min(...rounds.map((round) => round.succeeded))) : NONE;
	};
	return [
		[
			'Images that succeed out of 100, where the server takes 8 at once',
			succeeded('This node'),
			succeeded('HTTP Request node'),
			NONE,
			NONE,
		],
	];
}

function memoryRows({ videoMemory }: Results): string[][] {
	const mb = (peer: string) => {
		const grown = videoMemory?.values[peer]?.[200] ?? [];
		return grown.length > 0 ? `${Math.round(median(grown))} MB` : NONE;
	};
	const cells = [mb('node, filesystem'), NONE, mb('sdk'), NONE];
	if (cells.every((cell) => cell === NONE)) return [];
	const text = 'Memory for a 200 MB video up and down';
	const live = mb('node, filesystem, live');
	return [
		[describeStreams(text, mb("Node's own streams")), ...cells],
		...(live === NONE
			? []
			: [
					[
						describeStreams(`${text}, without garbage`, mb("Node's own streams, live")),
						live,
						NONE,
						NONE,
						NONE,
					],
				]),
	];
}

/** What nobody who writes in Node.js gets below. */
function describeStreams(text: string, streams: string): string {
	return streams === NONE ? text : `${text} (Node's own streams: ${streams})`;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}
