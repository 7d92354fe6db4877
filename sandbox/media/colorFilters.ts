/** Red, green and blue, 0 to 255. */
export type Color = readonly [number, number, number];

/** A look that cannot be overlooked, chosen by a hash. */
export type Painter = (pixels: Uint8Array) => void;

/**
 * Chooses how an image is repainted: shades between two colors, poster colors, or solarized. The same
 * hash gives the same image; `accent`, the mean color of a reference image, becomes its main color.
 */
export function choosePainter(hash: Buffer, accent?: Color): Painter {
	const byte = (index: number): number => hash[index] ?? 0;
	const dark: Color = [byte(1) % 80, byte(2) % 80, byte(3) % 80];
	const light: Color = accent ?? brightColor(byte(4), byte(5));
	const painters = [
		shades(dark, light),
		channelByChannel(poster(dark, light, 3 + (byte(6) % 4))),
		channelByChannel(solarized(dark, light, 64 + (byte(7) % 128))),
	];
	return painters[byte(0) % painters.length] ?? shades(dark, light);
}

/** A bright, saturated color: one channel full, one low, one in between. */
export function brightColor(order: number, middle: number): Color {
	const channels = [255, 40, 90 + (middle % 140)];
	const first = order % 3;
	const [a = 0, b = 0, c = 0] = [...channels.slice(first), ...channels.slice(0, first)];
	return order % 2 === 0 ? [a, b, c] : [b, a, c];
}

function shades(dark: Color, light: Color): Painter {
	const tables = dark.map((low, channel) => ramp(low, light[channel] ?? 255));
	return (pixels) => {
		for (let at = 0; at < pixels.length; at += 3) {
			const luma = Math.round(
				0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0),
			);
			for (let channel = 0; channel < 3; channel += 1)
				pixels[at + channel] = tables[channel]?.[luma] ?? 0;
		}
	};
}

function channelByChannel(tables: readonly Uint8Array[]): Painter {
	return (pixels) => {
		for (let at = 0; at < pixels.length; at += 1) {
			pixels[at] = tables[at % 3]?.[pixels[at] ?? 0] ?? 0;
		}
	};
}

function poster(dark: Color, light: Color, steps: number): Uint8Array[] {
	return dark.map((low, channel) => {
		const colors = ramp(low, light[channel] ?? 255);
		return Uint8Array.from({ length: 256 }, (_, value) => {
			const step = Math.floor((value * steps) / 256);
			return colors[Math.round((step * 255) / (steps - 1))] ?? 0;
		});
	});
}

function solarized(dark: Color, light: Color, turn: number): Uint8Array[] {
	return dark.map((low, channel) => {
		const colors = ramp(light[channel] ?? 255, low);
		return Uint8Array.from(
			{ length: 256 },
			(_, value) => colors[value < turn ? value : 255 - value] ?? 0,
		);
	});
}

function ramp(from: number, to: number): Uint8Array {
	return Uint8Array.from({ length: 256 }, (_, value) => Math.round(from + ((to - from) * value) / 255));
}
