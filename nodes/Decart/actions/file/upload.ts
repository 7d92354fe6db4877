import type { INodeProperties } from 'n8n-workflow';
import { createFileProblem, readFileInput, type FileInput } from '../../operation/readFileInput';
import { fieldProblem, invalidInput } from '../../operation/invalidInput';
import type { ItemParameters } from '../../operation/itemParameters';
import type { NodeContext, Result } from '../../operation/operation';
import { sendAtMostOnce } from '../../operation/sendAtMostOnce';
import type { Settings } from '../../operation/settings';
import { asJson, createSingleOperation } from '../../operation/singleOperation';
import { checkField } from '../../operation/validate';
import { MultipartForm, type FormField } from '../../media/multipartForm';
import { unlessStopped } from '../../transport/cancellation';
import { BodyError } from '../../transport/responseBody';
import { readJson } from '../../transport/readJson';
import type { OnSent } from '../../transport/api';
import { request } from '../../transport/request';
import type { NumberField } from '../../types';
import { STORED_FILE_FIELDS } from './fileId';

const NAME = 'file.upload';
const ACTION = 'take the file';
const FILE = { name: 'file', label: 'File', parameter: 'file', required: true, accepts: 'file' } as const;
const TTL = { name: 'ttl', label: 'Retention' };
/** Decart keeps a file from a minute to thirty days. */
const TTL_SECONDS: NumberField = {
	kind: 'number',
	name: 'ttlSeconds',
	parameter: 'ttlSeconds',
	label: 'Seconds',
	required: true,
	integer: true,
	minimum: 60,
	maximum: 2_592_000,
	default: 86_400,
};

const parameters: INodeProperties[] = [
	{
		displayName: 'File Source',
		name: 'fileSource',
		type: 'options',
		options: [
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file that an earlier node put on the item',
			},
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
		description: 'Where the file comes from',
	},
	{
		displayName: 'File Binary Field',
		name: 'fileBinary',
		type: 'string',
		required: true,
		default: 'data',
		description:
			"Name of the item's binary field that holds the file. An expression can give the file itself.",
		hint: 'The name of the input field that holds the file, such as data',
		displayOptions: { show: { fileSource: ['binary'] } },
	},
	{
		displayName: 'File URL',
		name: 'fileUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'The http or https address of the file itself, and not of a web page that shows it',
		displayOptions: { show: { fileSource: ['url'] } },
	},
	{
		displayName: TTL.label,
		name: TTL.name,
		type: 'options',
		options: [
			{ name: 'For 24 Hours', value: 'default', description: "Decart's default" },
			{ name: 'For a Number of Seconds', value: 'seconds' },
			{ name: 'Until It Is Deleted', value: 'persistent' },
		],
		default: 'default',
		description: 'How long Decart keeps the file',
	},
	{
		displayName: 'Seconds',
		name: 'ttlSeconds',
		type: 'number',
		typeOptions: { minValue: 60, maxValue: 2592000, numberPrecision: 0 },
		default: 86400,
		description: 'From 60 (a minute) to 2592000 (30 days)',
		displayOptions: { show: { ttl: ['seconds'] } },
	},
];

/** File → Upload: gives a file to Decart once, for use by its ID. */
export const uploadFile = createSingleOperation({
	name: NAME,
	parameters,
	output: STORED_FILE_FIELDS,
	options: ['inputUrl', 'paid'],
	async prepare(context, item, settings) {
		const ttl = readTtl(item);
		const file = await usable(async () => {
			const input = readFileInput(context, item, FILE, settings);
			if (await input?.mayLoadAhead()) await input?.load();
			return input;
		});
		return async () =>
			await sendAtMostOnce(
				context.store.entry(item.itemIndex, [file?.identity ?? '']),
				{ action: ACTION, onUnknownOutcome: settings.onUnknownOutcome },
				async (onSent) => await sendFile(context, { file, ttl, onSent }, settings),
			);
	},
});

interface Upload {
	readonly file: FileInput | undefined;
	readonly ttl: string | undefined;
	readonly onSent: OnSent;
}

async function sendFile(
	context: NodeContext,
	{ file, ttl, onSent }: Upload,
	settings: Settings,
): Promise<Result> {
	const part = await unlessStopped(context.api, async () => await usable(async () => await file?.load()));
	const fields: FormField[] = [];
	if (part) fields.push([FILE.name, part]);
	if (ttl !== undefined) fields.push(['ttl_seconds', ttl]);
	try {
		return await sendForm(context, fields, onSent, settings);
	} finally {
		part?.release();
	}
}

async function sendForm(
	{ api }: NodeContext,
	fields: readonly FormField[],
	onSent: OnSent,
	settings: Settings,
): Promise<Result> {
	return await request(
		api,
		{
			method: 'POST',
			path: '/v1/files',
			accept: 'application/json',
			isIdempotent: false,
			action: ACTION,
			onSent,
			body: () => new MultipartForm(fields),
			maxRetries: settings.maxRetries,
			timeoutMs: settings.requestTimeoutMs,
		},
		async (response) => {
			const answer = asJson(await readJson(response, settings.requestTimeoutMs));
			if (typeof answer.id !== 'string') throw new BodyError('it holds no file id');
			return { json: api.redactor.data(answer) };
		},
	);
}

function readTtl(item: ItemParameters): string | undefined {
	const ttl = item.get('ttl') ?? 'default';
	if (ttl === 'default') return undefined;
	if (ttl === 'persistent') return 'persistent';
	if (ttl !== 'seconds')
		throw invalidInput(NAME, [fieldProblem(TTL, 'must be default or seconds or persistent')]);
	const checked = checkField(TTL_SECONDS, item.get('ttlSeconds'));
	if ('problem' in checked) throw invalidInput(NAME, [fieldProblem(TTL_SECONDS, checked.problem)]);
	return String(checked.value);
}

async function usable<T>(load: () => Promise<T>): Promise<T> {
	return await load().catch((error: unknown) => {
		throw invalidInput(NAME, [createFileProblem(FILE, error)]);
	});
}
