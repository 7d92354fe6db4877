import './environment';
import {
	ICredentialsHelper,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	type Workflow,
} from 'n8n-workflow';

/**
 * Stands where n8n's own credentials helper does, which needs a database: the secrets are given instead of
 * decrypted, and the credential type's `authenticate` is applied as n8n applies it, its expressions resolved
 * by n8n's expression engine.
 */
export class GivenCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: Readonly<Record<string, ICredentialType>>,
		private readonly secrets: Readonly<Record<string, ICredentialDataDecryptedObject>>,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { headers } = (this.types[typeName]?.authenticate as IAuthenticateGeneric).properties;
		const resolved = Object.entries(headers ?? {}).map(([name, value]) => [
			name,
			workflow.expression.getSimpleParameterValue(node, value as string, 'internal', {
				$credentials: credentials,
			}),
		]);
		return await Promise.resolve({
			...requestOptions,
			headers: {
				...requestOptions.headers,
				...(Object.fromEntries(resolved) as Record<string, string>),
			},
		});
	}

	async preAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return await Promise.resolve(undefined);
	}

	async getDecrypted(
		_additionalData: unknown,
		_credential: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const secret = this.secrets[type];
		if (!secret) throw new Error(`No secret was given for ${type}`);
		return await Promise.resolve({ ...secret });
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types[type]?.properties ?? [];
	}

	async getCredentials(): Promise<ICredentials> {
		return await Promise.reject(new Error('The engine has no credential store'));
	}

	async updateCredentials(): Promise<void> {
		await Promise.reject(new Error('The engine has no credential store'));
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		await Promise.reject(new Error('The engine has no credential store'));
	}
}
