import type { INode } from 'n8n-workflow';
import { expect, it, onTestFinished } from 'vitest';
import { startFileHost } from '../../sandbox/fileHost';
import { startDecart, type Decart } from '../harness/decart';
import { sampleBytes } from '../../scripts/samples/media';
import type { N8n } from '../../scripts/n8n/launch';
import { code, connect, decartNode, manualTrigger, n8nNode, type Link } from '../harness/nodes';
import { inEveryN8n } from '../harness/inEveryN8n';
import { addWorkflow, publish, runWorkflow, type Ended } from '../../scripts/n8n/workflows';

const NAMES = ['cat.png', 'coffee.jpg', 'rocket.jpg'] as const;

inEveryN8n('Items keep their pairing', (n8n) => {
	async function stage() {
		const decart = await startDecart(n8n);
		const host = await startFileHost();
		onTestFinished(async () => await host.close());
		const urls = await Promise.all(
			NAMES.map(async (name) => host.serve(name, { body: await sampleBytes(name) })),
		);
		return { decart, urls };
	}

	it('through Split Out, every variation of it', async () => {
		const { decart, urls } = await stage();
		const run = await runNodes(
			n8n,
			[
				manualTrigger('Start'),
				code('Album', `return [{ json: { album: 'spring', urls: ${JSON.stringify(urls)} } }]`),
				n8nNode('Split', 'splitOut', 1, { fieldToSplitOut: 'urls', options: {} }),
				edit(decart, '={{ $json.urls }}', { variations: 2 }),
				look({ album: "={{ $('Album').item.json.album }}", url: "={{ $('Split').item.json.urls }}" }),
			],
			[
				['Start', 'Album'],
				['Album', 'Split'],
				['Split', 'Decart'],
				['Decart', 'Look'],
			],
		);
		expect(run.error).toBeUndefined();
		const twice = urls.flatMap((url) => [url, url]);
		expect(seen(run)).toEqual(twice.map((url) => ({ album: 'spring', url, made: decodeResult(url) })));
	});

	it('through Merge, to both of its inputs', async () => {
		const { decart, urls } = await stage();
		const images = urls.map((url) => ({ json: { url } }));
		const prices = NAMES.map((_, index) => ({ json: { price: index * 10 } }));
		const run = await runNodes(
			n8n,
			[
				manualTrigger('Start'),
				code('Images', `return ${JSON.stringify(images)}`),
				code('Prices', `return ${JSON.stringify(prices)}`),
				n8nNode('Merge', 'merge', 3.1, {
					mode: 'combine',
					combineBy: 'combineByPosition',
					options: {},
				}),
				edit(decart, '={{ $json.url }}'),
				look({
					price: "={{ $('Prices').item.json.price }}",
					url: "={{ $('Images').item.json.url }}",
				}),
			],
			[
				['Start', 'Images'],
				['Start', 'Prices'],
				['Images', 'Merge', 0, 0],
				['Prices', 'Merge', 0, 1],
				['Merge', 'Decart'],
				['Decart', 'Look'],
			],
		);
		expect(run.error).toBeUndefined();
		expect(seen(run)).toEqual(
			urls.map((url, index) => ({ price: String(index * 10), url, made: decodeResult(url) })),
		);
	});

	it('through a sub-workflow that edits images for another', async () => {
		const { decart, urls } = await stage();
		const sub = await addWorkflow(n8n, {
			name: 'Edit for others',
			nodes: [
				n8nNode('When Called', 'executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
				edit(decart, '={{ $json.url }}'),
			],
			connections: connect(['When Called', 'Decart']),
		});
		await publish(n8n, sub);
		const orders = urls.map((url, order) => ({ json: { order, url } }));
		const run = await runNodes(
			n8n,
			[
				manualTrigger('Start'),
				code('Orders', `return ${JSON.stringify(orders)}`),
				n8nNode('Call', 'executeWorkflow', 1.2, {
					workflowId: { __rl: true, mode: 'id', value: sub.id },
					options: {},
				}),
				look({
					order: "={{ $('Orders').item.json.order }}",
					url: "={{ $('Orders').item.json.url }}",
				}),
			],
			[
				['Start', 'Orders'],
				['Orders', 'Call'],
				['Call', 'Look'],
			],
		);
		expect(run.error).toBeUndefined();
		expect(seen(run)).toEqual(
			urls.map((url, order) => ({ order: String(order), url, made: decodeResult(url) })),
		);
	});
});

async function runNodes(n8n: N8n, nodes: INode[], links: readonly Link[]): Promise<Ended> {
	const workflow = await addWorkflow(n8n, { name: 'Pairing', nodes, connections: connect(...links) });
	return await runWorkflow(n8n, workflow);
}

function edit({ credentialId }: Decart, dataUrl: string, options = {}): INode {
	return decartNode('Decart', credentialId, {
		resource: 'image',
		operation: 'edit',
		dataSource: 'url',
		dataUrl,
		prompt: 'A watercolor painting',
		options: { seed: 7, ...options },
	});
}

/** Notes, for each item that arrives, what expressions give and which file it is. */
function look(fields: Readonly<Record<string, string>>): INode {
	const all = { ...fields, made: '={{ $json.fileName }}' };
	const assignments = Object.entries(all).map(([name, value]) => ({
		id: name,
		name,
		value,
		type: 'string',
	}));
	return n8nNode('Look', 'set', 3.4, { assignments: { assignments }, options: {} });
}

function seen(run: Ended) {
	return run.items('Look').map(({ json }) => json);
}

/** The result's name begins with that of the image at the URL. */
function decodeResult(url: string): string {
	const name = url.split('/').at(-1)?.split('.')[0] ?? '';
	return expect.stringMatching(new RegExp(`^${name}\\b`)) as string;
}
