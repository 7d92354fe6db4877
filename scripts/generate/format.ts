import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { SourceFile } from './print';

/** Formats TypeScript the way the project does, wherever the file will stand. */
export async function formatted({ name, text }: SourceFile): Promise<SourceFile> {
	const config = await resolveConfig(join(__dirname, name), { editorconfig: true });
	return { name, text: await format(text, { ...config, parser: 'typescript' }) };
}
