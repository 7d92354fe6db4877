import { setTimeout } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { startSandbox } from '../../sandbox';

/** The API that the demo speaks to. */
export interface DemoApi {
	/** For the headline; nothing secret in it. */
	readonly title: string;
	readonly credential: ICredentialDataDecryptedObject;
	/** Lets time pass at the API, and says how: the sandbox's clock is moved on instead of waiting. */
	wait(milliseconds: number): Promise<'waited' | 'skipped'>;
	close(): Promise<void>;
}

/** Resolves after so many milliseconds. */
export type Sleep = (milliseconds: number) => Promise<void>;

/** Jobs that are polled every ten seconds are done at the second poll. */
const JOB_SCHEDULE = { pendingMs: 5_000, processingMs: 10_000 };

/** Decart itself when `DECART_API_KEY` is set, at `DECART_BASE_URL` where that is set too; else a sandbox of its own. */
export async function openApi(environment: NodeJS.ProcessEnv, sleep: Sleep = setTimeout): Promise<DemoApi> {
	const { DECART_API_KEY: apiKey, DECART_BASE_URL: baseUrl = 'https://api.decart.ai' } = environment;
	if (apiKey) {
		return {
			title: `Decart at ${baseUrl}; what is made is charged to your account`,
			credential: { apiKey, baseUrl },
			wait: async (milliseconds) => {
				await sleep(milliseconds);
				return 'waited';
			},
			close: async () => await Promise.resolve(),
		};
	}
	const sandbox = await startSandbox({ jobSchedule: JOB_SCHEDULE });
	return {
		title: `the sandbox, a stand-in for Decart on this machine; set DECART_API_KEY to use Decart itself`,
		credential: { apiKey: sandbox.apiKey, baseUrl: sandbox.url },
		wait: async (milliseconds) => {
			sandbox.advance(milliseconds);
			return await Promise.resolve('skipped' as const);
		},
		close: async () => await sandbox.close(),
	};
}
