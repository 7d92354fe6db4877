import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../scripts/n8n/paths';

/** A file of the project's sample media. */
export async function sample(
	name: 'cat.png' | 'coffee.jpg' | 'rocket.jpg' | 'coffee-zoom.mp4',
): Promise<Buffer> {
	return await readFile(join(ROOT, 'examples/media', name));
}
