import type { INodeProperties } from 'n8n-workflow';
import { account } from '../../nodes/Decart/actions/account';
import { file } from '../../nodes/Decart/actions/file';
import { image } from '../../nodes/Decart/actions/image';
import { job } from '../../nodes/Decart/actions/job';
import { model } from '../../nodes/Decart/actions/model';
import type { Resource } from '../../nodes/Decart/actions/resource';
import { video } from '../../nodes/Decart/actions/video';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { table } from './markdown';
import { generatedInputs } from './generatedOperation';

const MEDIA: readonly Resource[] = [image, video];
const LOOKUPS: readonly Resource[] = [job, file, model, account];

const RESULT_FILE = 'The image or video as a file, and JSON about it';
const FILE_FACTS = 'JSON: `id`, `filename`, `mime_type`, `size_bytes`, `created_at`, `expires_at`';

/** What the operations give that the catalog does not describe. */
const OUTPUTS: Readonly<Record<string, string>> = {
	'job.get': 'JSON: `jobId`, `status`, and the other fields of the answer',
	'job.wait': RESULT_FILE,
	'job.download': RESULT_FILE,
	'file.upload': FILE_FACTS,
	'file.get': FILE_FACTS,
	'file.delete': 'JSON: `id`, `deleted`',
	'model.resolve': 'JSON: `models`, each name with the model it stands for; `modelId` for a single name',
	'account.getQuota': 'JSON: `limit`, `active`, `remaining`',
	'account.createClientToken':
		'JSON: `apiKey` and `token` (both secrets), `expiresAt`, `permissions`, `constraints`',
};

/** The operations that make an image or a video. */
export function mediaOperationsTable(): string {
	return operationsTable(MEDIA, (entry) => !isRetired(entry));
}

/** The operations on jobs, files, names and the account. */
export function lookupOperationsTable(): string {
	return operationsTable(LOOKUPS, () => true);
}

/** The operations whose models Decart has retired. */
export function retiredOperationsTable(): string {
	return operationsTable(MEDIA, isRetired);
}

/** A table for each resource, from what the node itself is made of. */
function operationsTable(resources: readonly Resource[], isListed: (entry: Entry) => boolean): string {
	return resources
		.map((resource) => {
			const entries = listEntries(resource).filter(isListed);
			const rows = entries.map((entry) => row(resource, entry));
			return `## ${resource.option.name}\n\n${table(['Operation', 'Inputs', 'Output'], rows)}`;
		})
		.join('\n\n');
}

function isRetired({ name }: Entry): boolean {
	return name.endsWith('(Retired)');
}

/** `Video → Edit` */
export function operationTitle({ resource, operation }: { resource: string; operation: string }): string {
	const found = [...MEDIA, ...LOOKUPS].find(({ option }) => option.value === resource);
	const entry = found && listEntries(found).find(({ value }) => value === operation);
	return `${found?.option.name ?? resource} → ${entry?.name ?? operation}`;
}

interface Entry {
	readonly value: string;
	readonly name: string;
	readonly description: string;
}

function listEntries({ parameters }: Resource): Entry[] {
	const selector = parameters.find(({ name }) => name === 'operation');
	return (selector?.options ?? []) as unknown as Entry[];
}

function row({ option, parameters }: Resource, { value, name, description }: Entry): string[] {
	const title = `**${name}** ${description}`;
	const generated = GENERATED_OPERATIONS.find(
		({ resource, operation }) => resource === option.value && operation === value,
	);
	if (generated) return [title, generatedInputs(generated), describeOutput(generated)];
	const output = OUTPUTS[`${String(option.value)}.${value}`];
	if (!output) throw new Error(`No output is written down for ${String(option.value)}.${value}`);
	return [title, handWrittenInputs(parameters, value), output];
}

function describeOutput({ resource }: { resource: 'image' | 'video' }): string {
	const result = `The ${resource} as a file, and JSON about it`;
	return resource === 'image' ? result : `${result}; the job if you do not wait`;
}

/** The labels of an operation's parameters; those that are only shown for some value of another are left to the editor. */
function handWrittenInputs(parameters: readonly INodeProperties[], operation: string): string {
	const own = parameters.filter(
		({ name, type, displayOptions }) =>
			name !== 'options' && type !== 'notice' && isShownFor(displayOptions, operation),
	);
	const labels = own.flatMap((parameter) => {
		if (parameter.name.endsWith('Source')) return ['**File** (file)'];
		if (parameter.type === 'collection') return (parameter.options ?? []).map(readLabel);
		return [parameter.required ? `**${parameter.displayName}**` : parameter.displayName];
	});
	return labels.join(', ') || 'none';
}

function isShownFor(displayOptions: INodeProperties['displayOptions'], operation: string): boolean {
	const show = displayOptions?.show ?? {};
	const isAlways = Object.keys(show).every((key) => key === 'resource' || key === 'operation');
	return isAlways && show.operation?.includes(operation) === true;
}

function readLabel(option: object): string {
	return 'displayName' in option ? String(option.displayName) : '';
}
