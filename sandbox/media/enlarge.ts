import type { Size } from './size';

/**
 * Enlarges an image by repeating its pixels, in a fraction of the time that sharp takes.
 *
 * @param pixels red, green and blue of each pixel, row by row
 * @param from the size of the image
 * @param to a size that is nowhere smaller
 */
export function enlarge(pixels: Uint8Array, from: Size, to: Size): Uint8Array {
	if (from.width === to.width && from.height === to.height) return pixels;
	// Every byte is written below: clearing them first would be for nothing.
	const enlarged = Buffer.allocUnsafe(to.width * to.height * 3);
	const rowLength = to.width * 3;
	const columns = Int32Array.from(
		{ length: to.width },
		(_, x) => 3 * Math.floor((x * from.width) / to.width),
	);
	let shown = -1;
	for (let y = 0; y < to.height; y += 1) {
		const row = Math.floor((y * from.height) / to.height);
		const start = y * rowLength;
		if (row === shown) {
			enlarged.copyWithin(start, start - rowLength, start);
			continue;
		}
		shown = row;
		const source = row * from.width * 3;
		let target = start;
		for (const column of columns) {
			const pixel = source + column;
			enlarged[target] = pixels[pixel] ?? 0;
			enlarged[target + 1] = pixels[pixel + 1] ?? 0;
			enlarged[target + 2] = pixels[pixel + 2] ?? 0;
			target += 3;
		}
	}
	return enlarged;
}
