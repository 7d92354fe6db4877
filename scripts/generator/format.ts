import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { SourceFile } from './printTypeScript';

/** Formats TypeScript and JSON the way the project does, wherever the file will stand. */
export async function formatted({ name, text }: SourceFile): Promise<SourceFile> {
	const filepath = join(__dirname, name);
	const config = await resolveConfig(filepath, { editorconfig: true });
	return { name, text: await format(text, { ...config, filepath }) };
}
