import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** A file on an input item, put into n8n's binary store before the node runs. */
export interface InputFile {
	readonly bytes: Buffer<ArrayBuffer>;
	readonly fileName?: string;
	readonly mimeType?: string;
}

const MEDIA = join(__dirname, '../../examples/media');

type SampleName = 'cat.png' | 'coffee.jpg' | 'rocket.jpg' | 'coffee-zoom.mp4';

/** A file of the project's sample media. */
export function sample(fileName: SampleName): InputFile {
	const types = { png: 'image/png', jpg: 'image/jpeg', mp4: 'video/mp4' } as const;
	const extension = fileName.slice(fileName.lastIndexOf('.') + 1) as keyof typeof types;
	return { bytes: readFileSync(join(MEDIA, fileName)), fileName, mimeType: types[extension] };
}

/** The bytes of a file of the project's sample media. */
export async function sampleBytes(fileName: SampleName): Promise<Buffer<ArrayBuffer>> {
	return await readFile(join(MEDIA, fileName));
}

const smallPngs = new Map<number, Promise<Buffer<ArrayBuffer>>>();

/** A small real PNG, different for each number. */
export async function smallPng(number = 0): Promise<Buffer<ArrayBuffer>> {
	const known = smallPngs.get(number);
	if (known) return await known;
	const background = { r: (number * 37) % 256, g: (number * 101) % 256, b: (number * 151) % 256 };
	const image = sharp({ create: { width: 24, height: 16, channels: 3, background } })
		.png()
		.toBuffer();
	smallPngs.set(number, image);
	return await image;
}
