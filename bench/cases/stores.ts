import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from '../../scripts/n8n/install';
import { installPackage } from '../../scripts/n8n/package';
import { CURRENT } from '../../scripts/n8n/versions';
import { noisePng, writePaddedMp4 } from '../media';
import { openStoreN8n, type Store, type StoreInput } from '../peers/storeN8n';
import { withSpread } from '../stats';
import type { BenchCase } from '../types';

const CLIP = join(__dirname, '../../examples/media/coffee-zoom.mp4');
const MB = 1_000_000;
const STORES: readonly Store[] = ['filesystem', 'database, SQLite', 'database, PostgreSQL'];
/** An image, then videos, in megabytes. */
const SIZES = [1, 20, 200] as const;

/** By how much the memory of a real n8n grows, by where it keeps its files. */
export const stores: BenchCase = async ({ isQuick, server }) => {
	const grown: Record<string, number[][]> = {};
	const rounds = isQuick ? 1 : 3;
	if (!(await isInstalled(CURRENT))) throw new Error(`n8n ${CURRENT.n8n} is not installed`);
	await installPackage();
	const folder = await mkdtemp(join(tmpdir(), 'decart-bench-'));
	for (let round = 0; round < rounds; round += 1) {
		for (const store of STORES) {
			await server.setUp({});
			const n8n = await openStoreN8n(store, server.url);
			await n8n.measure({ path: SMALL, resource: 'image' }, true);
			const idle = await n8n.memory();
			for (const [column, size] of SIZES.entries()) {
				const input = await writeInput(folder, size);
				await server.setUp({ videoBytes: size * MB });
				for (const withNode of [false, true]) {
					const peak = await n8n.measure(input, withNode);
					const row = `${store}: ${withNode ? 'read and edited' : 'read from the disk'}`;
					((grown[row] ??= [])[column] ??= []).push((peak - idle) / MB);
					process.stdout.write(`${row}, ${size} MB: ${Math.round((peak - idle) / MB)} MB\n`);
				}
			}
			await n8n.close();
		}
	}
	await rm(folder, { recursive: true });
	return {
		name: 'stores',
		title: 'Memory of a real n8n, by its store of files',
		columns: ['', ...SIZES.map((size) => `${size} MB ${size === 1 ? 'image' : 'video'} up and down`)],
		rows: Object.entries(grown).map(([row, sizes]) => [row, ...sizes.map((all) => withSpread(all, 0))]),
		notes: [
			'Megabytes of resident memory of the process of n8n on top of what it had after a small image, at the most.',
			`Median of ${rounds} new processes of n8n ${CURRENT.n8n} each, the files in the order of the columns. One file is read from the disk, and edited in the second row of each store.`,
			'The memory of PostgreSQL itself does not count.',
		],
		values: grown,
	};
};

async function writeInput(folder: string, size: number): Promise<StoreInput> {
	const isImage = size === 1;
	const path = join(folder, `${size}.${isImage ? 'png' : 'mp4'}`);
	if (isImage) await writeFile(path, await noisePng(size * MB));
	else await writePaddedMp4(path, await readFile(CLIP), size * MB);
	return { path, resource: isImage ? 'image' : 'video' };
}

/** What loads all that a run needs. */
const SMALL = join(__dirname, '../../examples/media/cat.png');
