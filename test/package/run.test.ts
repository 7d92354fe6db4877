import { realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DECART, loadEngine } from '../../scripts/engine';
import { openBinaryStore } from '../../scripts/engine/binaryStore';
import { packAndUnpack } from '../../scripts/verify/pack';
import { sandboxForFile } from '../sandbox/support';
import { credentialFor, inputNode } from '../../scripts/engine/runDecart';
import { sample } from '../../scripts/samples/media';

const sandbox = await sandboxForFile();
const unpacked = await packAndUnpack(join(__dirname, '../..'));
const closeStore = await openBinaryStore('filesystem');
afterAll(async () => {
	await unpacked.remove();
	await closeStore();
});

it('the package as a user installs it edits an image in n8n’s engine, and loads what that takes only then', async () => {
	const engine = await loadEngine(unpacked.folder);
	const beforeRun = listLoadedFiles();
	expect(beforeRun).toEqual([
		'dist/credentials/DecartApi.credentials.js',
		'dist/nodes/Decart/Decart.node.js',
		'dist/nodes/Decart/Decart.node.json',
		'dist/nodes/Decart/actions/description.json',
	]);
	const bytes = beforeRun.filter((file) => file.endsWith('.js')).map(readSize);
	expect(Math.max(...bytes)).toBeLessThan(MOST_CODE_AT_START);
	const base = { typeVersion: 1, position: [0, 0] as [number, number] };
	const { data } = await engine.start({
		workflow: {
			name: 'package',
			nodes: [
				{ ...base, id: '1', name: 'Input', type: 'test.input', parameters: {} },
				{
					...base,
					id: '2',
					name: 'Decart',
					type: DECART,
					parameters: { prompt: 'Make it an oil painting' },
					credentials: { decartApi: { id: '1', name: 'Decart' } },
				},
			],
			connections: { Input: { main: [[{ node: 'Decart', type: 'main', index: 0 }]] } },
		},
		startNode: 'Input',
		credentials: { decartApi: credentialFor(sandbox) },
		otherNodes: { 'test.input': inputNode([{ files: { data: sample('cat.png') } }]) },
	}).result;
	expect(data.resultData.error).toBeUndefined();
	expect(data.resultData.runData.Decart?.[0]?.data?.main?.[0]).toMatchObject([
		{ json: { status: 'completed', fileName: 'cat-lucy-image-2.png' }, pairedItem: { item: 0 } },
	]);
	expect(sandbox.ledger()).toMatchObject([{ model: 'lucy-image-2', delivered: 'full' }]);
	expect(listLoadedFiles().filter((file) => !beforeRun.includes(file))).toEqual([
		'dist/nodes/Decart/actions/execution.js',
	]);
});

/** Code that n8n reads at its start whether the node runs or not, in bytes of one file. */
const MOST_CODE_AT_START = 15_000;

/** The package's files that Node.js has loaded, by their path in it. */
function listLoadedFiles(): string[] {
	const loaded = Object.keys(createRequire(__filename).cache);
	const place = `${realpathSync(unpacked.folder)}${sep}`;
	return loaded
		.filter((path) => path.startsWith(place))
		.map((path) => relative(place, path).replaceAll(sep, '/'))
		.sort();
}

function readSize(file: string): number {
	return statSync(join(unpacked.folder, file)).size;
}
