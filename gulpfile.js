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

const copy = (pattern) => () => src(pattern, { base: '.', encoding: false }).pipe(dest('dist'));
const icons = Object.assign(copy('{nodes,credentials}/**/*.svg'), { displayName: 'icons' });
const codex = Object.assign(copy('nodes/**/*.node.json'), { displayName: 'codex' });
const schemas = Object.assign(copy('nodes/**/__schema__/**/*.json'), { displayName: 'schemas' });

exports.clean = clean;
exports.default = series(clean, parallel(compile, icons, codex, schemas));
