import type { INodeExecutionData } from 'n8n-workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import type { N8n } from '../../scripts/n8n/launch';
import { chain, decartNode, manualTrigger, n8nNode } from '../harness/nodes';
import { sharedN8n } from '../harness/inEveryN8n';
import { layOutSampleFiles } from '../../scripts/samples/exampleFiles';
import { chosenVersions } from '../../scripts/n8n/versions';
import { addWorkflow, downloadBinary, runWorkflow } from '../../scripts/n8n/workflows';

/** Where items hold their files, and the expression that gives one of an earlier node's. */
const SEPARATE = {
	binaryMode: 'separate',
	reference: "={{ $('Read').first().binary.data }}",
	readFiles: (item: INodeExecutionData) => item.binary,
} as const;
/** In this mode n8n puts files into the JSON, and `first()` gives that JSON. */
const COMBINED = {
	binaryMode: 'combined',
	reference: "={{ $('Read').first()._files.data }}",
	readFiles: (item: INodeExecutionData) => item.json._files as INodeExecutionData['binary'],
} as const;

/** What is kept in memory is never combined. */
const STORES = [
	{ store: 'memory', mode: 'default', layouts: [SEPARATE] },
	{ store: 'the filesystem', mode: 'filesystem', layouts: [SEPARATE, COMBINED] },
	{ store: 'the database', mode: 'database', layouts: [SEPARATE, COMBINED] },
] as const;

describe.each(chosenVersions())('In n8n $n8n', (version) => {
	describe.each(STORES)('with files in $store', ({ mode, layouts }) => {
		let n8n: N8n;
		beforeAll(async () => {
			n8n = await sharedN8n(version, mode);
			await layOutSampleFiles(n8n.files);
		});

		it.each<typeof SEPARATE | typeof COMBINED>(layouts)(
			'and $binaryMode from the JSON, they go through the node to the byte',
			async (layout) => {
				const decart = await startDecart(n8n);
				const workflow = await addWorkflow(n8n, {
					name: `Files ${layout.binaryMode}`,
					settings: { executionOrder: 'v1', binaryMode: layout.binaryMode },
					...chain([
						manualTrigger('Start'),
						n8nNode('Read', 'readWriteFile', 1, {
							operation: 'read',
							fileSelector: `${n8n.files}/photos/coffee.jpg`,
							options: {},
						}),
						decartNode('First', decart.credentialId, {
							resource: 'image',
							operation: 'edit',
							prompt: 'A watercolor painting',
							options: { seed: 7 },
						}),
						decartNode('Second', decart.credentialId, {
							resource: 'image',
							operation: 'edit',
							prompt: 'In the colors of the reference image',
							referenceImageSource: 'binary',
							referenceImageBinary: layout.reference,
							options: { seed: 7 },
						}),
					]),
				});

				const run = await runWorkflow(n8n, workflow);

				expect(run.error).toBeUndefined();
				const image = await sampleBytes('coffee.jpg');
				const first = await resultWithoutN8n('/v1/generate/lucy-image-2', {
					fields: { prompt: 'A watercolor painting', seed: '7' },
					files: { data: image },
				});
				const second = await resultWithoutN8n('/v1/generate/lucy-image-2', {
					fields: { prompt: 'In the colors of the reference image', seed: '7' },
					files: { data: first, reference_image: image },
				});
				const [item] = run.items('Second');
				const made = await downloadBinary(n8n, item && layout.readFiles(item)?.data);
				expect(second.equals(made)).toBe(true);
			},
		);
	});
});
