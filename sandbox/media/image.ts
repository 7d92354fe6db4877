import sharp, { type Sharp } from 'sharp';
import { digest } from '../util/random';
import { type Color, choosePainter, brightColor } from './colorFilters';
import { enlarge } from './enlarge';
import { blankSize, resultSize, type Size } from './size';

/** What an image is made from. Equal looks on equal images give equal bytes. */
export interface Look {
	readonly model: string;
	readonly prompt: string;
	readonly seed: number;
	readonly resolution: string;
	readonly enhancePrompt: boolean;
	/** The reference image: its hash and its mean color. */
	readonly reference?: { readonly sha256: string; readonly color: Color };
}

/** A file that is not an image, or one that breaks off. */
export class UnreadableImageError extends Error {
	override readonly name = 'UnreadableImageError';
}

const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif']);

/** The mean colors of images that were decoded, by their hashes. */
const inspected = new Map<string, Color>();
const MOST_INSPECTED = 1000;

/**
 * Decodes an image to its end, once for each hash, and gives its mean color. Throws `UnreadableImageError` for anything
 * that is not a JPEG, PNG, WebP, GIF, TIFF or AVIF, or that is damaged.
 */
export async function inspectImage(path: string, sha256: string): Promise<Color> {
	const color = inspected.get(sha256) ?? (await decodeImage(path));
	if (inspected.size >= MOST_INSPECTED) inspected.clear();
	inspected.set(sha256, color);
	return color;
}

async function decodeImage(path: string): Promise<Color> {
	try {
		const { format } = await sharp(path).metadata();
		if (!FORMATS.has(format)) throw new UnreadableImageError(`${format} is not accepted`);
		const [red = 0, green = 0, blue = 0] = await readPixels(sharp(path).resize(1, 1, { fit: 'fill' }));
		return [red, green, blue];
	} catch (error) {
		throw error instanceof UnreadableImageError ? error : new UnreadableImageError(String(error));
	}
}

/** An image that was decoded, in the size in which it is painted. */
interface Photo {
	readonly pixels: Uint8Array;
	readonly canvas: Size;
	/** The size of its result. */
	readonly size: Size;
}

/** The photos that were decoded last: a batch often takes one photo many times. */
const photos = new Map<string, Photo>();
const MOST_PHOTOS = 8;
/** Of a photo that is kept, in bytes. */
const LARGEST_PHOTO = 4 * 2 ** 20;

/** Repaints an image, visibly, and answers it as PNG in the size of the resolution. The hash is that of its bytes. */
export async function restyleImage(path: string, sha256: string, look: Look): Promise<Buffer> {
	const key = `${sha256} ${look.resolution}`;
	const photo = photos.get(key) ?? (await decodePhoto(path, look.resolution));
	keepPhoto(key, photo);
	const { canvas, size } = photo;
	const pixels = new Uint8Array(photo.pixels);
	choosePainter(hashLook(look), look.reference?.color)(pixels);
	return await encode(sharp(enlarge(pixels, canvas, size), { raw: { ...size, channels: 3 } }));
}

async function decodePhoto(path: string, resolution: string): Promise<Photo> {
	const own = await shownSize(path);
	const size = resultSize(own, resolution);
	// Painting costs by the pixel, so it is done on the smaller of the two sizes.
	const canvas: Size = size.height < own.height ? size : own;
	const image = sharp(path).autoOrient().resize(canvas.width, canvas.height, { fit: 'fill' });
	return { pixels: await readPixels(image), canvas, size };
}

function keepPhoto(key: string, photo: Photo): void {
	if (photo.pixels.length > LARGEST_PHOTO) return;
	// The one that was taken last is the last to go.
	photos.delete(key);
	photos.set(key, photo);
	const [oldest] = photos.keys();
	if (photos.size > MOST_PHOTOS && oldest !== undefined) photos.delete(oldest);
}

/** Draws an image from the prompt alone. */
export async function drawImage(look: Look, orientation: string): Promise<Buffer> {
	const { width, height } = blankSize(look.resolution, orientation);
	const hash = hashLook(look);
	const byte = (index: number): number => hash[index % hash.length] ?? 0;
	const color = (index: number): string => `rgb(${brightColor(byte(index), byte(index + 1)).join()})`;
	const shapes = Array.from({ length: 5 }, (_, index) => {
		const [x, y, size] = [byte(index * 3), byte(index * 3 + 1), byte(index * 3 + 2)];
		return `<circle cx="${(x * width) / 255}" cy="${(y * height) / 255}" r="${40 + size}" fill="${color(index)}" opacity="0.7"/>`;
	});
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="sky" x2="1" y2="1"><stop stop-color="${color(20)}"/><stop offset="1" stop-color="${color(25)}"/></linearGradient></defs>
<rect width="100%" height="100%" fill="url(#sky)"/>${shapes.join('')}</svg>`;
	return await encode(sharp(Buffer.from(svg)));
}

/** The hash of a look, from which everything about a result follows. */
export function hashLook(look: Look): Buffer {
	const { model, prompt, seed, resolution, enhancePrompt, reference } = look;
	return digest(model, prompt, seed, resolution, enhancePrompt, reference?.sha256 ?? null);
}

async function shownSize(path: string): Promise<Size> {
	const { autoOrient } = await sharp(path).metadata();
	return { width: autoOrient.width, height: autoOrient.height };
}

async function readPixels(image: Sharp): Promise<Uint8Array> {
	return await image.removeAlpha().toColorspace('srgb').raw().toBuffer();
}

async function encode(image: Sharp): Promise<Buffer> {
	// It is made to be looked at once: time counts for more than size.
	return await image.png({ compressionLevel: 1, adaptiveFiltering: false }).toBuffer();
}
