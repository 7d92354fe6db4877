import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../../operation/itemParameters';
import type { NodeContext, Result } from '../../operation/operation';
import { sendAtMostOnce } from '../../operation/sendAtMostOnce';
import type { Settings } from '../../operation/settings';
import { asJson, createSingleOperation } from '../../operation/singleOperation';
import { checkField } from '../../operation/validate';
import { BodyError } from '../../transport/responseBody';
import { fieldProblem, invalidInput, type Problem } from '../../operation/invalidInput';
import { readJson } from '../../transport/readJson';
import type { OnSent } from '../../transport/api';
import { request } from '../../transport/request';
import type { NumberField } from '../../types';
import { readTextList } from '../../operation/textList';

const NAME = 'account.createClientToken';
const ACTION = 'create a client token';
const MOST_ENTRIES = 20;

const seconds = (name: string, label: string, maximum?: number): NumberField => ({
	kind: 'number',
	name,
	parameter: name,
	label,
	required: false,
	integer: true,
	minimum: 1,
	...(maximum !== undefined && { maximum }),
});
const LONGEST_SECONDS = 3600;
const EXPIRES_IN = seconds('expiresIn', 'Expires In (Seconds)', LONGEST_SECONDS);
const MAX_SESSION_DURATION = seconds('maxSessionDuration', 'Max Session Duration (Seconds)');
type NamedField = Pick<NumberField, 'name' | 'label'>;
const ALLOWED_MODELS: NamedField = { name: 'allowedModels', label: 'Allowed Models' };
const ALLOWED_ORIGINS: NamedField = { name: 'allowedOrigins', label: 'Allowed Origins' };
const METADATA: NamedField = { name: 'metadata', label: 'Metadata' };

const parameters: INodeProperties[] = [
	{
		displayName:
			'The output holds secrets: whoever has its apiKey or its token can use your Decart account until it expires. Do not store or log them.',
		name: 'tokenNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Additional Fields',
		name: 'tokenFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: [
			{
				displayName: 'Allowed Models',
				name: 'allowedModels',
				type: 'string',
				default: '',
				placeholder: 'e.g. lucy-latest, lucy-image-2',
				description: 'The models that the token may use, at most 20, separated by commas',
			},
			{
				displayName: 'Allowed Origins',
				name: 'allowedOrigins',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com',
				description:
					'The web origins that the token may be used from, at most 20, separated by commas',
			},
			{
				displayName: 'Expires In (Seconds)',
				name: 'expiresIn',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: LONGEST_SECONDS, numberPrecision: 0 },
				default: 60,
				description: 'How many seconds the token is good for, up to an hour',
			},
			{
				displayName: 'Max Session Duration (Seconds)',
				name: 'maxSessionDuration',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 300,
				description: 'How many seconds a realtime session may last',
			},
			{
				displayName: 'Metadata',
				name: 'metadata',
				type: 'json',
				default: '{}',
				description: 'A JSON object of your own to go with the token',
			},
		],
	},
];

/** Account → Create Client Token: a short-lived key for a browser or an app. */
export const createClientToken = createSingleOperation({
	name: NAME,
	parameters,
	output: {
		apiKey: 'string',
		token: 'string',
		expiresAt: 'string',
		permissions: { models: ['string'], origins: ['string'] },
		constraints: { realtime: { maxSessionDuration: 'number' } },
	},
	options: ['paid'],
	prepare(context, item, settings) {
		const content = readToken(item);
		return async () =>
			await sendAtMostOnce(
				context.store.entry(item.itemIndex),
				{ action: ACTION, onUnknownOutcome: settings.onUnknownOutcome, isUsable: isValid },
				async (onSent) => await create(context, content, { ...settings, onSent }),
			);
	},
});

/** An expired token is of no use to anybody. One without a readable time is handed on. */
function isValid({ json }: Result): boolean {
	const expiresAt = Date.parse(String(json.expiresAt));
	return Number.isNaN(expiresAt) || expiresAt > Date.now();
}

async function create(
	{ api }: NodeContext,
	content: IDataObject,
	{ maxRetries, requestTimeoutMs, onSent }: Settings & { readonly onSent: OnSent },
): Promise<Result> {
	return await request(
		api,
		{
			method: 'POST',
			path: '/v1/client/tokens',
			accept: 'application/json',
			// Not charged, but every accepted request makes one more secret.
			isIdempotent: false,
			action: ACTION,
			onSent,
			body: () => ({ content }),
			maxRetries,
			timeoutMs: requestTimeoutMs,
		},
		async (response) => {
			const answer = asJson(await readJson(response, requestTimeoutMs));
			if (typeof answer.apiKey !== 'string') throw new BodyError('it holds no token');
			return { json: api.redactor.data(answer) };
		},
	);
}

function readToken(item: ItemParameters): IDataObject {
	const fields = item.collection('tokenFields');
	const problems: Problem[] = [];
	const keep = <T>(field: NamedField, read: { value: T } | { problem: string }): T | undefined => {
		if ('value' in read) return read.value;
		problems.push(fieldProblem(field, read.problem));
		return undefined;
	};
	const maxSessionDuration = keep(
		MAX_SESSION_DURATION,
		checkField(MAX_SESSION_DURATION, fields.maxSessionDuration),
	);
	const token = {
		expiresIn: keep(EXPIRES_IN, checkField(EXPIRES_IN, fields.expiresIn)),
		allowedModels: keep(ALLOWED_MODELS, readList(fields.allowedModels)),
		allowedOrigins: keep(ALLOWED_ORIGINS, readList(fields.allowedOrigins)),
		constraints: maxSessionDuration === undefined ? undefined : { realtime: { maxSessionDuration } },
		metadata: keep(METADATA, readMetadata(fields.metadata)),
	};
	if (problems.length > 0) throw invalidInput(NAME, problems);
	return Object.fromEntries(Object.entries(token).filter(([, value]) => value !== undefined));
}

function readList(raw: unknown): { value: string[] | undefined } | { problem: string } {
	const read = readTextList(raw);
	if ('problem' in read) return read;
	const { length } = read.value;
	if (length > MOST_ENTRIES) {
		return { problem: `must have at most ${MOST_ENTRIES} entries, it has ${length}` };
	}
	return { value: length === 0 ? undefined : read.value };
}

function readMetadata(raw: unknown): { value: IDataObject | undefined } | { problem: string } {
	const parsed = typeof raw === 'string' ? parseJson(raw) : raw;
	if (parsed === undefined || parsed === null) return { value: undefined };
	if (typeof parsed !== 'object' || Array.isArray(parsed)) return { problem: 'must be a JSON object' };
	return { value: Object.keys(parsed).length === 0 ? undefined : (parsed as IDataObject) };
}

function parseJson(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
