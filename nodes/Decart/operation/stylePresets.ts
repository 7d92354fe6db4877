/** Ready-made looks for a person who does not know what to write. The text is what the prompt then says. */
export const STYLE_PRESETS = [
	{
		name: 'Anime',
		value: 'anime',
		text: 'Hand-drawn anime with clean outlines, soft cel shading and bright colors',
	},
	{
		name: 'Cinematic',
		value: 'cinematic',
		text: 'Cinematic film still with dramatic light, deep shadows and rich color grading',
	},
	{
		name: 'Clay Animation',
		value: 'clay',
		text: 'Clay animation look with rounded shapes, visible fingerprints and soft studio light',
	},
	{
		name: 'Comic Book',
		value: 'comicBook',
		text: 'Comic book illustration with bold ink lines, halftone dots and flat colors',
	},
	{
		name: 'Oil Painting',
		value: 'oilPainting',
		text: 'Oil painting with thick, visible brush strokes and warm, layered colors',
	},
	{
		name: 'Pencil Sketch',
		value: 'pencilSketch',
		text: 'Pencil sketch on white paper with fine hatching and soft gray shading',
	},
	{
		name: 'Pixel Art',
		value: 'pixelArt',
		text: 'Pixel art in the manner of a 16-bit video game, with a small palette and crisp edges',
	},
	{
		name: 'Studio Product Photo',
		value: 'studioPhoto',
		text: 'Product photo on a plain white background with soft, even studio light and a light shadow',
	},
	{
		name: 'Vintage Photo',
		value: 'vintagePhoto',
		text: 'Vintage photograph from the 1970s with faded colors, film grain and a warm tint',
	},
	{
		name: 'Watercolor',
		value: 'watercolor',
		text: 'Watercolor painting on textured paper with flowing washes and soft edges',
	},
] as const;

export type StylePreset = 'none' | (typeof STYLE_PRESETS)[number]['value'];

/** Every value that the option can have. */
export const STYLE_PRESET_NAMES: readonly StylePreset[] = [
	'none',
	...STYLE_PRESETS.map(({ value }) => value),
];

/**
 * The prompt with a preset in it: the preset alone where nothing was written, else the written text first.
 * What is not text is handed on as it is, to be refused by the field's own rule.
 */
export function styledPrompt(prompt: unknown, preset: StylePreset): unknown {
	const text = STYLE_PRESETS.find(({ value }) => value === preset)?.text;
	if (text === undefined) return prompt;
	if (prompt === undefined || prompt === null || prompt === '') return text;
	if (typeof prompt !== 'string') return prompt;
	const written = prompt.trim().replace(/[.,;]$/, '');
	return written === '' ? text : `${written}. ${text}`;
}
