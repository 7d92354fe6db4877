/** Width and height in pixels. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

const WIDEST = 4096;

/**
 * How large a result is: as high as its resolution says (`720p`: 720), as wide as its shape asks for. A very
 * wide image is held to 4096 pixels across, and is then less high.
 */
export function resultSize(source: Size, resolution: string): Size {
	const height = Number.parseInt(resolution, 10);
	const scale = Math.min(height / source.height, WIDEST / source.width);
	return {
		width: Math.max(1, Math.round(source.width * scale)),
		height: Math.max(1, Math.round(source.height * scale)),
	};
}

/** The size of an image made from nothing. */
export function blankSize(resolution: string, orientation: string): Size {
	const short = Number.parseInt(resolution, 10);
	const long = Math.round((short * 16) / 9 / 2) * 2;
	return orientation === 'portrait' ? { width: short, height: long } : { width: long, height: short };
}
