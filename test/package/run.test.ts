import { join } from 'node:path';
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

it('the package as a user installs it edits an image in n8n’s engine', async () => {
	const engine = await loadEngine(unpacked.folder);
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
});
