import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { parseBaseUrl } from '../nodes/Decart/transport/baseUrl';

const REDIRECTS =
	'This Base URL redirects to another address, and the key is not sent along. Set Base URL to that address, usually https://api.decart.ai';
const NOT_DECART =
	'What answers at this Base URL is not Decart: it is a web page, or it redirects to another address, and the key is not sent along. The usual Base URL is https://api.decart.ai';
const NO_QUOTA =
	'Decart does not accept this API key, or there is no Decart at this Base URL. Copy the key again from platform.decart.ai; the usual Base URL is https://api.decart.ai';

/** Every status that n8n takes for an error. */
const ERROR_STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index);

export class DecartApi implements ICredentialType {
	name = 'decartApi';

	displayName = 'Decart API';

	documentationUrl = 'https://github.com/n8n-nodes-decart/n8n-nodes-decart#the-credential';

	icon = { light: 'file:decart.svg', dark: 'file:decart.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. dct_…',
			hint: 'Get a key at platform.decart.ai, under API Keys',
			description: 'From platform.decart.ai, under API Keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.decart.ai',
			description: 'Change it only if your company reaches Decart through an address of its own',
		},
	];

	// Not an expression: with a workflow's files in its JSON, n8n 2.41 fails to evaluate those of credentials.
	// A key that is pasted often brings a line break along, which no header may hold.
	// The base URL is checked here too, since a wrong one stops the credential's test before any rule is read.
	async authenticate(
		{ apiKey, baseUrl }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		assertBaseUrl(baseUrl);
		return { ...request, headers: { ...request.headers, 'x-api-key': String(apiKey).trim() } };
	}

	// Free of charge, and refused with 401 where the key is wrong.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/[/]+$/, "") }}',
			url: '/v1/realtime/quota',
			// A redirect would take the key along.
			disableFollowRedirect: true,
			// Newer versions of n8n judge all of these by `responseCode`. Older ones never show the message of such a
			// rule, and know no exceptions: they take every answer for good and judge it by its body.
			ignoreHttpStatusErrors: { ignore: true, except: ERROR_STATUSES } as unknown as boolean,
		},
		rules: [
			...[301, 302, 303, 307, 308].map((status) => answered(status, REDIRECTS)),
			answered(401, 'Decart does not know this API key. Copy it again from platform.decart.ai.'),
			answered(403, 'This API key may not be used here. Take an account key, which begins with dct_.'),
			answered(404, 'There is no Decart at this Base URL. The usual one is https://api.decart.ai'),
			// A body that is no JSON is a text.
			having('constructor.name', 'String', NOT_DECART),
			...['limit', 'remaining'].map((field) => having(field, undefined, NO_QUOTA)),
		] as ICredentialTestRequest['rules'],
	};
}

/** @throws Error without a code, since newer versions of n8n show that in place of the message */
function assertBaseUrl(baseUrl: unknown): void {
	try {
		parseBaseUrl(baseUrl);
	} catch (error) {
		throw new Error(error instanceof Error ? error.message : String(error));
	}
}

/** What a person reads when the test is answered with a status, in place of the status's own name. */
function answered(value: number, message: string) {
	return { type: 'responseCode' as const, properties: { value, message } };
}

/** What a person reads when a field of an answer's body has a value; `undefined` stands for a field that is missing. */
function having(key: string, value: string | undefined, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}
