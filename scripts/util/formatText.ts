import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { format, type FormatConfig, type Oxfmtrc } from 'oxfmt';

const CONFIG = join(__dirname, '..', '..', '.oxfmtrc.json');

/**
 * Formats a text the way `npm run lint` wants a file of that name, wherever the file will stand.
 *
 * @throws when the text cannot be read
 */
export async function formatText(path: string, text: string): Promise<string> {
	const { code, errors } = await format(basename(path), text, readStyle(extname(path)));
	const [error] = errors;
	if (error) throw new Error(`${path} cannot be formatted: ${error.message}`);
	return code;
}

/** What the project's configuration says of files with an extension. */
function readStyle(extension: string): FormatConfig {
	const { overrides = [], ...style } = JSON.parse(readFileSync(CONFIG, 'utf8')) as Oxfmtrc;
	const matching = overrides.filter(({ files }) => files.includes(`*${extension}`));
	return Object.assign(style, ...matching.map(({ options }) => options)) as FormatConfig;
}
