// Builds what ships into dist/: the compiled TypeScript, the icons, the codex files and the output schemas.
const { rm } = require('node:fs/promises');
const { build } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

// One file for the node and one for the credential: n8n's loader takes a third of a millisecond for each file that
// is required. Nothing of another package goes in, and the code stays readable.
const compile = () =>
	build({
		entryPoints: ['nodes/Decart/Decart.node.ts', 'credentials/DecartApi.credentials.ts'],
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'cjs',
		target: 'es2022',
		charset: 'utf8',
		logLevel: 'warning',
	});

// Every pattern begins with the name of a folder: from braces gulp walks node_modules and the installed n8n too.
const copy =
	(...patterns) =>
	() =>
		src(patterns, { base: '.', encoding: false }).pipe(dest('dist'));
const icons = Object.assign(copy('nodes/**/*.svg', 'credentials/**/*.svg'), { displayName: 'icons' });
const codex = Object.assign(copy('nodes/**/*.node.json'), { displayName: 'codex' });
const schemas = Object.assign(copy('nodes/**/__schema__/**/*.json'), { displayName: 'schemas' });

exports.clean = clean;
exports.default = series(clean, parallel(compile, icons, codex, schemas));
