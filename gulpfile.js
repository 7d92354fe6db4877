// Builds what ships into dist/: the compiled TypeScript, the icons, the codex files and the output schemas.
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { dirname } = require('node:path');
const { build } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const tsx = require('tsx/cjs/api');

const clean = () => rm('dist', { recursive: true, force: true });

const DESCRIPTION = 'nodes/Decart/actions/description';
const EXECUTION = 'nodes/Decart/actions/execution';

// Files of their own beside the node's: the description, which is data by then, and what a run takes.
const separate = {
	name: 'separate',
	setup({ onResolve }) {
		onResolve({ filter: /^\.\/actions\/description$/ }, ({ path }) => ({
			path: `${path}.json`,
			external: true,
		}));
		onResolve({ filter: /^\.\/actions\/execution$/ }, ({ path }) => ({
			path: `${path}.js`,
			external: true,
		}));
	},
};

// n8n loads every node when it starts. What costs it time is the code that it reads, and that code's building of the
// description; so it reads the description as data, and what a run takes is read at the first run. There it is one
// file, since each that is required takes a third of a millisecond. Nothing of another package goes in, and the code
// stays readable.
const compile = () =>
	build({
		entryPoints: [
			'nodes/Decart/Decart.node.ts',
			`${EXECUTION}.ts`,
			'credentials/DecartApi.credentials.ts',
		],
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'cjs',
		target: 'es2022',
		charset: 'utf8',
		logLevel: 'warning',
		supported: { 'dynamic-import': false },
		plugins: [separate],
	});

const describe = async () => {
	const description = { ...tsx.require(`./${DESCRIPTION}.ts`, __filename) };
	const file = `dist/${DESCRIPTION}.json`;
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, JSON.stringify(description));
};

// Every pattern begins with the name of a folder: from braces gulp walks node_modules and the installed n8n too.
const copy =
	(...patterns) =>
	() =>
		src(patterns, { base: '.', encoding: false }).pipe(dest('dist'));
const icons = Object.assign(copy('nodes/**/*.svg', 'credentials/**/*.svg'), { displayName: 'icons' });
const codex = Object.assign(copy('nodes/**/*.node.json'), { displayName: 'codex' });
const schemas = Object.assign(copy('nodes/**/__schema__/**/*.json'), { displayName: 'schemas' });

exports.clean = clean;
exports.default = series(clean, parallel(compile, describe, icons, codex, schemas));
