import { formatText } from '../util/formatText';
import type { SourceFile } from './printTypeScript';

/** What was formatted before in this process, by name and text: documents that differ in a model share most files. */
const known = new Map<string, Promise<string>>();

/** Formats TypeScript and JSON the way the project does, wherever the file will stand. */
export async function formatted({ name, text }: SourceFile): Promise<SourceFile> {
	const key = `${name}\n${text}`;
	const formatting = known.get(key) ?? formatText(name, text);
	known.set(key, formatting);
	return { name, text: await formatting };
}
