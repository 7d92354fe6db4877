import { startSandbox } from '../../sandbox';

/** The API that the credential leads to. */
export interface Api {
	readonly credential: { readonly apiKey: string; readonly baseUrl: string };
	/** For a person. */
	readonly described: string;
	close(): Promise<void>;
}

/** The real API where `DECART_API_KEY` is set (with `DECART_BASE_URL`, if need be), else a sandbox of it. */
export async function chooseApi(env: NodeJS.ProcessEnv = process.env): Promise<Api> {
	if (env.DECART_API_KEY) {
		const baseUrl = env.DECART_BASE_URL ?? 'https://api.decart.ai';
		return {
			credential: { apiKey: env.DECART_API_KEY, baseUrl },
			described: `${baseUrl}, with your key: every run is charged`,
			close: async () => await Promise.resolve(),
		};
	}
	const sandbox = await startSandbox({ retired: true });
	return {
		credential: { apiKey: sandbox.apiKey, baseUrl: sandbox.url },
		described: `a sandbox at ${sandbox.url}, free of charge`,
		close: sandbox.close,
	};
}
