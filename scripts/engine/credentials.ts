import './environment';
import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
} from 'n8n-workflow';

/**
 * Stands where n8n's own credentials helper does, which needs a database: the secrets are given instead of
 * decrypted, and the credential type's own `authenticate` is applied.
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
	): Promise<IHttpRequestOptions> {
		const authenticate = this.types[typeName]?.authenticate;
		if (typeof authenticate !== 'function')
			throw new Error(`${typeName} does not authenticate by itself`);
		return await authenticate(credentials, requestOptions);
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
