import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Finding } from './finding';

type Color = readonly [red: number, green: number, blue: number];

/** n8n's node panel draws icons at this size, in pixels. */
const SHOWN_SIZE = 24;
/** The backgrounds of n8n's light and dark themes. */
const BACKGROUNDS = { light: [255, 255, 255], dark: [24, 24, 24] } as const satisfies Record<string, Color>;
/** What WCAG 2.1 asks of graphics (success criterion 1.4.11). */
const MIN_CONTRAST = 3;
/** A share of the square that is drawn with enough contrast; less is a speck, more a block. */
const SHARE = { least: 0.1, most: 0.95 };

/** Checks that each pair of icons is a pair, and that either can be seen on its theme's background. */
export async function checkIcons(folder: string): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const place of ['dist/nodes/Decart', 'dist/credentials']) {
		const light = `${place}/decart.svg`;
		const dark = `${place}/decart.dark.svg`;
		const images = [light, dark].map((file) => readFileSync(join(folder, file)));
		if (images[0]?.equals(images[1] ?? Buffer.alloc(0)))
			findings.push({ where: dark, what: 'The light and the dark icon are the same' });
		findings.push(...(await legibility(light, images[0], 'light')));
		findings.push(...(await legibility(dark, images[1], 'dark')));
	}
	return findings;
}

async function legibility(
	where: string,
	svg: Buffer | undefined,
	theme: keyof typeof BACKGROUNDS,
): Promise<Finding[]> {
	const background = BACKGROUNDS[theme];
	const [r, g, b] = background;
	const pixels = await sharp(svg)
		.resize(SHOWN_SIZE, SHOWN_SIZE)
		.flatten({ background: { r, g, b } })
		.raw()
		.toBuffer();
	const contrasts = Array.from({ length: SHOWN_SIZE ** 2 }, (_, index) =>
		contrast(background, colorAt(pixels, index)),
	);
	const share = contrasts.filter((value) => value >= MIN_CONTRAST).length / contrasts.length;
	if (share >= SHARE.least && share <= SHARE.most) return [];
	return [{ where, what: `${Math.round(share * 100)} % of it stands out from the ${theme} background` }];
}

function colorAt(pixels: Buffer, index: number): Color {
	const at = index * 3;
	return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
}

/** From 1 to 21 (WCAG 2.1, "contrast ratio"). */
function contrast(a: Color, b: Color): number {
	const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: Color): number {
	const [red, green, blue] = color.map((channel) => {
		const share = channel / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
