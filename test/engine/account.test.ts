import '../../scripts/engine/environment';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import { Workflow, type IDataObject, type INode, type INodeParameters, type INodeTypes } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox';
import { newSandbox, requestsTo, runAt, runOnAt, useBinaryStore } from '../support/operations';

useBinaryStore();

const QUOTA = { resource: 'account', operation: 'getQuota' };
const token = (tokenFields: INodeParameters = {}) => ({
	resource: 'account',
	operation: 'createClientToken',
	tokenFields,
});

describe.concurrent('Account → Get Quota', () => {
	it.for([
		{ limit: 5, active: 2, remaining: 3 },
		{ limit: null, active: 0, remaining: null },
	])('gives the sessions allowed, open and left: %j', async (quota) => {
		const sandbox = await newSandbox({ quota });
		const { items } = await runAt(sandbox, QUOTA);
		expect(items).toEqual([{ json: quota, pairedItem: { item: 0 } }]);
	});

	it('answers once for each item', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, QUOTA, [{}, {}, {}]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(requestsTo(sandbox, 'GET', '/v1/realtime/quota')).toHaveLength(3);
	});

	it('says that the key is wrong', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt({ ...sandbox, apiKey: 'dct_wrong_key_of_mine' }, QUOTA);
		expect(items[0]?.json).toMatchObject({ code: 'INVALID_API_KEY', httpStatus: 401 });
		expect(JSON.stringify(items)).not.toContain('wrong_key');
	});

	it('refuses an impossible option', async () => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, { ...QUOTA, options: { maxRetries: 11 } });
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: 'Max Retries must be a whole number from 0 to 10, not 11',
		});
		expect(sandbox.requests()).toEqual([]);
	});
});

describe.concurrent('Account → Create Client Token', () => {
	it('makes a token with Decart’s defaults when no field is added', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, token());
		expect(sandbox.requests()).toMatchObject([{ method: 'POST', path: '/v1/client/tokens', bytes: 0 }]);
		expect(items[0]?.json).toEqual({
			apiKey: expect.stringMatching(/^ek_/) as unknown,
			token: expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/) as unknown,
			expiresAt: expect.any(String) as unknown,
			permissions: null,
			constraints: null,
		});
	});

	it('sends every field, as the API has it', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(
			sandbox,
			token({
				expiresIn: 3600,
				allowedModels: 'lucy-latest, lucy-image-2',
				allowedOrigins: 'https://example.com,https://shop.example.com',
				maxSessionDuration: 120,
				metadata: '{ "customer": 42, "tags": ["a", "b"] }',
			}),
		);
		expect(sandbox.requests()[0]?.json).toEqual({
			expiresIn: 3600,
			allowedModels: ['lucy-latest', 'lucy-image-2'],
			allowedOrigins: ['https://example.com', 'https://shop.example.com'],
			constraints: { realtime: { maxSessionDuration: 120 } },
			metadata: { customer: 42, tags: ['a', 'b'] },
		});
		expect(items[0]?.json).toMatchObject({
			permissions: {
				models: ['lucy-latest', 'lucy-image-2'],
				origins: ['https://example.com', 'https://shop.example.com'],
			},
			constraints: { realtime: { maxSessionDuration: 120 } },
		});
	});

	it('makes a token that works, and that cannot make another one', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, token({ expiresIn: 60 }));
		const limited = { ...sandbox, apiKey: String(items[0]?.json.apiKey) };
		expect((await runAt(limited, QUOTA)).items[0]?.json).toMatchObject({ limit: 5 });
		const second = await runOnAt(limited, token());
		expect(second.items[0]?.json).toMatchObject({ code: 'FORBIDDEN', httpStatus: 403 });
	});

	it('leaves no token in an error that repeats it', async () => {
		const sandbox = await newSandbox();
		const { items } = await runAt(sandbox, token());
		const { apiKey, token: jwt } = items[0]?.json ?? {};
		const reason = `Token ${String(jwt)} of ${String(apiKey)} exists`;
		sandbox.setFaults({ rules: [{ on: 'account', fault: { kind: 'status', status: 409, reason } }] });
		const failed = await runOnAt(sandbox, token());
		expect(failed.items[0]?.json.error).toContain('Token *** of *** exists');
	});

	it('does not make a second token when the answer is lost', async () => {
		const fault = { kind: 'reset', at: 'afterAcceptance' } as const;
		const sandbox = await newSandbox({ faults: { rules: [{ on: 'account', fault }] } });
		const { items } = await runOnAt(sandbox, token());
		expect(items[0]?.json.code).toBe('OUTCOME_UNKNOWN');
		expect(requestsTo(sandbox, 'POST', '/v1/client/tokens')).toHaveLength(1);
	});

	const many = Array.from({ length: 21 }, (_, index) => `name-${index}`).join(',');
	it.for([
		[{ expiresIn: 0 }, 'Expires In (Seconds) must be a whole number from 1 to 3600, not 0'],
		[{ expiresIn: 3601 }, 'Expires In (Seconds) must be a whole number from 1 to 3600, not 3601'],
		[
			{ maxSessionDuration: 1.5 },
			'Max Session Duration (Seconds) must be a whole number of at least 1, not 1.5',
		],
		[{ allowedModels: many }, 'Allowed Models must have at most 20 entries, it has 21'],
		[{ allowedOrigins: many }, 'Allowed Origins must have at most 20 entries, it has 21'],
		[
			{ allowedModels: '={{ { id: "lucy-2.5" } }}' },
			'Allowed Models must be texts separated by commas, or a list of texts',
		],
		[{ metadata: '{ customer }' }, 'Metadata must be a JSON object'],
		[{ metadata: '[1, 2]' }, 'Metadata must be a JSON object'],
		[
			{ expiresIn: -1, metadata: '7' },
			'Expires In (Seconds) must be a whole number from 1 to 3600, not -1; Metadata must be a JSON object',
		],
	] as const)('refuses %j, before anything is sent', async ([fields, problem]) => {
		const sandbox = await newSandbox();
		const { items } = await runOnAt(sandbox, token(fields));
		expect(items[0]?.json).toMatchObject({
			code: 'INVALID_INPUT',
			error: problem,
		});
		expect(sandbox.requests()).toEqual([]);
	});
});

describe.concurrent('The credential’s test', () => {
	/** Sends what n8n sends when "Test" is pressed: the test request, authenticated, its expressions filled in. */
	async function press({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>): Promise<number> {
		const loader = new PackageDirectoryLoader(join(__dirname, '../..'));
		await loader.loadAll();
		const { test, authenticate } = loader.getCredential('decartApi').type;
		const { baseURL = '', url: path = '', method = 'GET' } = test?.request ?? {};
		if (typeof authenticate !== 'function')
			throw new Error('The credential does not authenticate by itself');
		const $credentials = { apiKey, baseUrl: `${url}/` };
		const filled = (text: unknown) => String(resolve(String(text), { $credentials }));
		const address = filled(baseURL) + filled(path);
		const { headers } = await authenticate($credentials, { url: address });
		const response = await fetch(address, { method, headers: headers as Record<string, string> });
		return response.status;
	}

	function resolve(text: string, data: IDataObject): unknown {
		const nodeTypes = {} as INodeTypes;
		const workflow = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes });
		return workflow.expression.getSimpleParameterValue({} as INode, text, 'internal', data);
	}

	it('tells a right key from a wrong one, and costs nothing', async () => {
		const sandbox = await newSandbox();
		expect(await press(sandbox)).toBe(200);
		expect(await press({ ...sandbox, apiKey: 'dct_wrong' })).toBe(401);
		expect(sandbox.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /v1/realtime/quota',
			'GET /v1/realtime/quota',
		]);
		expect(sandbox.ledger()).toEqual([]);
		expect(sandbox.jobs()).toEqual([]);
	});
});
