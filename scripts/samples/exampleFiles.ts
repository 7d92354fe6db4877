import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { sampleBytes } from './media';
import { ROOT } from '../n8n/paths';

/** Where the sample mask is transparent: the part of `masked-edit/photo.png` that an edit may change. */
export const HOLE = { left: 100, top: 50, width: 120, height: 90 };

const FOLDERS = ['photos', 'restyled', 'clips', 'edited', 'try-on', 'masked-edit'];
const COPIES: readonly (readonly [from: string, to: string])[] = [
	['cat.png', 'photos/cat.png'],
	['coffee.jpg', 'photos/coffee.jpg'],
	['rocket.jpg', 'photos/rocket.jpg'],
	['coffee-zoom.mp4', 'clips/first.mp4'],
	['coffee-zoom.mp4', 'clips/second.mp4'],
	['coffee-zoom.mp4', 'try-on/person.mp4'],
	['rocket.jpg', 'try-on/garment.jpg'],
	['cat.png', 'masked-edit/photo.png'],
];

/** Puts the images and clips that the examples expect into a folder. */
export async function layOutSampleFiles(folder: string): Promise<void> {
	for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true });
	for (const [from, to] of COPIES) await copyFile(join(ROOT, 'examples/media', from), join(folder, to));
	const { width, height } = await sharp(await sampleBytes('cat.png')).metadata();
	await writeFile(join(folder, 'masked-edit/mask.png'), await maskWithHole(width, height));
}

async function maskWithHole(width: number, height: number): Promise<Buffer> {
	const black = { r: 0, g: 0, b: 0, alpha: 1 };
	const { left, top, ...size } = HOLE;
	const hole = await sharp({ create: { ...size, channels: 4, background: black } })
		.png()
		.toBuffer();
	return await sharp({ create: { width, height, channels: 4, background: black } })
		.composite([{ input: hole, left, top, blend: 'dest-out' }])
		.png()
		.toBuffer();
}
