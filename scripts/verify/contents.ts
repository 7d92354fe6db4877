import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';
import type { UnpackedPackage } from './pack';

/** Far below what n8n takes, so that growth is noticed. In bytes. */
export const MAX_UNPACKED_SIZE = 400_000;

const EXPECTED = [
	/^(package\.json|README\.md|LICENSE)$/,
	/^dist\/(nodes|credentials)\/.+\.(js|svg|node\.json)$/,
	/^dist\/nodes\/Decart\/actions\/description\.json$/,
	/^dist\/nodes\/Decart\/__schema__\/v\d+\.\d+\.\d+\/\w+\/\w+\.json$/,
];

interface Trace {
	readonly pattern: RegExp;
	readonly what: string;
}

/** What tells of the machine on which the package was built. The README may name folders of n8n's own. */
const BUILD_TRACES: readonly Trace[] = [
	{ pattern: /[#@]\s*sourceMappingURL=/, what: 'It refers to a source map' },
	{ pattern: /(?<![\w.~-])\/(?:home|Users|root|private|tmp|var)\/\w/, what: 'It holds an absolute path' },
	{ pattern: /\b[A-Z]:\\{1,2}(?:Users|home|build)\b/i, what: 'It holds an absolute path' },
	{ pattern: /\bfile:\/\/\/\w/, what: 'It holds an absolute path' },
];

const SECRETS: readonly Trace[] = [
	{ pattern: /\b(?:dct|ek)_[A-Za-z0-9]{6,}/, what: 'It holds what looks like a Decart key' },
	{
		pattern: /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|npm_\w{30,}|sk-[\w-]{20,}|xox[abp]-[\w-]{10,})/,
		what: 'It holds what looks like a key',
	},
	{ pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, what: 'It holds a private key' },
];

/** Finds files that do not belong into the package, for its size, and for what should not be in a file. */
export function checkContents(unpacked: UnpackedPackage, root: string): Finding[] {
	const { files, unpackedSize, folder } = unpacked;
	const unexpected = files
		.filter((file) => !EXPECTED.some((pattern) => pattern.test(file)))
		.map((file) => ({ where: file, what: 'It does not belong into the package' }));
	const size =
		unpackedSize > MAX_UNPACKED_SIZE
			? [{ where: 'package', what: `It has ${unpackedSize} bytes, more than ${MAX_UNPACKED_SIZE}` }]
			: [];
	const traces = files.flatMap((file) => tracesIn(file, readFileSync(join(folder, file), 'utf8'), root));
	return [...unexpected, ...size, ...traces];
}

function tracesIn(where: string, text: string, root: string): Finding[] {
	const traces = where.startsWith('dist/') ? [...SECRETS, ...BUILD_TRACES] : SECRETS;
	const found = traces.filter(({ pattern }) => pattern.test(text)).map(({ what }) => ({ where, what }));
	const namesRoot = text.includes(`${root}/`);
	return [...found, ...(namesRoot ? [{ where, what: 'It names the folder in which it was built' }] : [])];
}
