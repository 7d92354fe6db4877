import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import type { RecordedRequest, Sandbox } from '../../sandbox';
import { sample } from '../../scripts/samples/media';
import { builtDescription } from '../support/editor';
import { newSandbox, runAt, useBinaryStore } from '../support/operations';

useBinaryStore();
vi.setConfig({ maxConcurrency: 6 });

interface Sent {
	readonly request: string;
	readonly texts?: Readonly<Record<string, string>>;
	/** Their names, by field. */
	readonly files?: Readonly<Record<string, string | undefined>>;
	readonly json?: unknown;
}

const description = await builtDescription();
/** The file that goes into the field `data`: images are saved with one, videos with another. */
const INPUTS = { images: 'cat.png', videos: 'coffee-zoom.mp4', others: 'cat.png' } as const;
type Page = keyof typeof INPUTS;

/** The workflows as version 1 of the node saved them in n8n's editor. They are never changed. */
const saved = (page: Page) => readSaved<{ nodes: INode[] }>(page).nodes;

/** What each node's first request was when the workflows were saved. */
const SENT = readSaved<Readonly<Record<string, Sent>>>('requests');

const PAGES = Object.keys(INPUTS) as Page[];
const NODES = PAGES.flatMap((page) =>
	saved(page).map((node) => [`${page}: ${node.name}`, page, node] as const),
);

describe.concurrent('A saved workflow', () => {
	it.for(NODES)('sends what it always sent: %s', async ([name, page, node]) => {
		const sandbox = await newSandbox({ retired: true });
		const ids = page === 'others' ? await prepared(sandbox) : {};
		const json = { wish: 'Snow', ...ids };
		const before = sandbox.requests().length;
		const files = { data: sample(INPUTS[page]), look: sample('rocket.jpg') };
		const { items, error } = await runAt(sandbox, node.parameters, [{ json, files }], {
			node: { typeVersion: node.typeVersion },
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json: result }) => result.error)).not.toContainEqual(expect.anything());
		expect(described(sandbox.requests()[before], ids)).toEqual(SENT[name]);
	});

	it.for(NODES)('opens in the editor with every value, and nothing to correct: %s', ([, , node]) => {
		const values = shownValues(node);
		expect(values).toMatchObject(node.parameters);
		const issues = NodeHelpers.getNodeParametersIssues(
			description.properties,
			{ ...node, parameters: values },
			description,
		);
		expect(issues).toBeNull();
	});
});

function shownValues(node: INode): INodeParameters {
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			node.parameters,
			true,
			false,
			node,
			description,
		) ?? {}
	);
}

/** A finished job and a stored file for the operations that ask for one. */
async function prepared(sandbox: Sandbox): Promise<Record<string, string>> {
	const edit = { resource: 'video', operation: 'edit', prompt: 'Snow', waitForCompletion: false };
	const [job] = (await runAt(sandbox, edit, [{ files: { data: sample('coffee-zoom.mp4') } }])).items;
	const upload = { resource: 'file', operation: 'upload' };
	const [file] = (await runAt(sandbox, upload, [{ files: { data: sample('cat.png') } }])).items;
	sandbox.advance(60_000);
	return { jobId: String(job?.json.jobId), fileId: String(file?.json.id) };
}

function described(request: RecordedRequest | undefined, ids: Readonly<Record<string, string>>): Sent {
	if (!request) return { request: 'none' };
	const { method, texts, files, json } = request;
	const path = Object.entries(ids).reduce(
		(text, [name, id]) => text.replace(id, `{${name}}`),
		request.path,
	);
	return {
		request: `${method} ${path}`,
		...(texts.length > 0 && { texts: Object.fromEntries(texts) }),
		...(files.length > 0 && {
			files: Object.fromEntries(files.map(({ name, filename }) => [name, filename])),
		}),
		...(json !== undefined && { json }),
	};
}

function readSaved<T>(name: string): T {
	return JSON.parse(readFileSync(join(__dirname, `../saved/${name}.json`), 'utf8')) as T;
}
