import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../sandbox';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { Model } from '../../nodes/Decart/types';
import type { InputItem } from '../../scripts/engine/runDecart';
import { builtDescription, listOperations } from '../support/editor';
import { createInputItem, newSandbox, runAt, useBinaryStore } from '../support/operations';
import { useFastClock } from '../support/fastClock';

useFastClock(4);
useBinaryStore();
vi.setConfig({ maxConcurrency: 8 });

interface Schema {
	readonly type: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

const FOLDER = join(__dirname, '../../dist/nodes/Decart/__schema__');
const description = await builtDescription();
const operations = listOperations(description);

function readSchema(version: string, { resource, operation }: (typeof operations)[number]): Schema {
	return JSON.parse(readFileSync(join(FOLDER, version, resource, `${operation}.json`), 'utf8')) as Schema;
}

/** As n8n does: 1.1 is v1.1.0. */
const versionFolders = [description.version].flat().map((version) => {
	const parts = String(version).split('.').concat('0', '0');
	return `v${parts.slice(0, 3).join('.')}`;
});

/** The fields of an output with their types, `permissions.models[] string` for one. A null shows no type: it is left out. */
function outline(value: unknown, path = ''): string[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((entry) => outline(entry, `${path}[]`));
	if (typeof value !== 'object') return [`${path} ${typeof value}`];
	return Object.entries(value).flatMap(([name, field]) =>
		outline(field, path === '' ? name : `${path}.${name}`),
	);
}

/** The same of a schema. */
function outlineSchema({ type, properties = {}, items }: Schema, path = ''): string[] {
	if (items) return outlineSchema(items, `${path}[]`);
	if (type !== 'object') return [`${path} ${type}`];
	return Object.entries(properties).flatMap(([name, field]) =>
		outlineSchema(field, path === '' ? name : `${path}.${name}`),
	);
}

type Outputs = (sandbox: Sandbox, item: InputItem) => Promise<IDataObject[]>;

/** An operation's outputs with the given parameters, each run alone. */
const outputs =
	(resource: string, operation: string, ...runs: readonly INodeParameters[]): Outputs =>
	async (sandbox, item) => {
		const found = await Promise.all(
			runs.map(async (parameters) => {
				const run = await runAt(sandbox, { resource, operation, ...parameters }, [item]);
				expect(run.error).toBeUndefined();
				return run.items.map(({ json }) => json);
			}),
		);
		return found.flat();
	};

/** Everything that a model takes, at every path; and a job that is not waited for. */
function generationRuns({ id, fields, output, paths }: Model): INodeParameters[] {
	const files = fields.flatMap((field): [string, string][] =>
		field.kind === 'file' && (field.required || id !== 'lucy-restyle-2')
			? [
					[`${field.parameter}Source`, 'binary'],
					[`${field.parameter}Binary`, field.accepts === 'video' ? 'data' : 'image'],
				]
			: [],
	);
	const has = (name: string) => fields.some((field) => field.name === name);
	const options = { ...(has('seed') && { seed: 7 }), ...(has('resolution') && { resolution: '720p' }) };
	const parameters = { model: id, prompt: 'Snow', ...Object.fromEntries(files) };
	return [
		...paths.map(({ surface }) => ({
			...parameters,
			options: paths.length > 1 ? { ...options, surface } : options,
		})),
		...(output === 'video' ? [{ ...parameters, options, waitForCompletion: false }] : []),
	];
}

const JOB = { jobId: '={{ $json.jobId }}' };
const FILE = { fileId: '={{ $json.fileId }}' };
const OUTPUTS: Readonly<Record<string, Outputs>> = {
	...Object.fromEntries(
		GENERATED_OPERATIONS.map(({ resource, operation, models }) => [
			`${resource}.${operation}`,
			outputs(resource, operation, ...models.flatMap(generationRuns)),
		]),
	),
	'job.get': outputs('job', 'get', JOB),
	'job.wait': outputs('job', 'wait', JOB),
	'job.download': outputs('job', 'download', JOB),
	'file.upload': outputs('file', 'upload', {}, { ttl: 'persistent' }),
	'file.get': outputs('file', 'get', FILE),
	'file.delete': outputs('file', 'delete', FILE),
	'model.resolve': outputs(
		'model',
		'resolve',
		{ modelNames: 'lucy-latest' },
		{ modelNames: 'lucy-latest, lucy-image-latest' },
	),
	'account.getQuota': outputs('account', 'getQuota', {}),
	'account.createClientToken': outputs(
		'account',
		'createClientToken',
		{},
		{
			tokenFields: {
				allowedModels: 'lucy-latest',
				allowedOrigins: 'https://example.com',
				maxSessionDuration: 60,
			},
		},
	),
};

describe('The output schemas', () => {
	it('are built for every version and every operation, and for nothing else', () => {
		const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
		const expected = versionFolders.flatMap((version) =>
			operations.map(({ resource, operation }) => `${version}/${resource}/${operation}.json`),
		);
		expect(files.filter((file) => file.endsWith('.json')).sort()).toEqual(expected.sort());
	});

	it('are the same in every version', () => {
		for (const operation of operations) {
			const schemas = versionFolders.map((version) => readSchema(version, operation));
			expect(new Set(schemas.map((schema) => JSON.stringify(schema))).size).toBe(1);
		}
	});
});

const cases = operations.map((entry) => ({ ...entry, name: `${entry.resource}.${entry.operation}` }));

describe.concurrent('The output schema and what really comes out have the same fields and types', () => {
	it.for(cases)('$resource → $operation', { timeout: 60_000 }, async (entry) => {
		const sandbox = await newSandbox({ retired: true });
		const found = await OUTPUTS[entry.name]?.(sandbox, await createInputItem(sandbox));
		const schema = readSchema('v1.1.0', entry);
		const names = Object.keys(schema.properties ?? {});
		// The keys of Model → Resolve are the names that were asked for.
		const fixed = (found ?? []).map(({ models, ...rest }) =>
			entry.name === 'model.resolve' ? rest : { models, ...rest },
		);
		expect(new Set(fixed.flatMap((json) => outline(json)))).toEqual(new Set(outlineSchema(schema)));
		expect(new Set((found ?? []).flatMap(Object.keys))).toEqual(new Set(names));
	});
});
