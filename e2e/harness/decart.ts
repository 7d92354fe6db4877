import { onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox';
import type { SandboxOptions } from '../../sandbox/types';
import type { N8n } from '../../scripts/n8n/launch';
import { addCredential } from '../../scripts/n8n/workflows';

/** A sandbox for one test, and a credential in n8n that opens it. */
export interface Decart extends Sandbox {
	readonly credentialId: string;
}

/** Starts a sandbox, and saves a credential for it. The caller closes it. */
export async function openDecart(n8n: N8n, options: SandboxOptions = {}): Promise<Decart> {
	const sandbox = await startSandbox({ jobSchedule: { pendingMs: 50, processingMs: 100 }, ...options });
	const { apiKey, url: baseUrl } = sandbox;
	const credentialId = await addCredential(n8n, 'decartApi', 'Decart account', { apiKey, baseUrl });
	return { ...sandbox, credentialId };
}

/** Starts a sandbox until the test is over, and saves a credential for it. */
export async function startDecart(n8n: N8n, options: SandboxOptions = {}): Promise<Decart> {
	const decart = await openDecart(n8n, options);
	onTestFinished(async () => await decart.close());
	return decart;
}

/** What is asked of the API: text fields, and files with their names. */
export interface Asked {
	readonly fields: Readonly<Record<string, string>>;
	readonly files: Readonly<Record<string, Buffer<ArrayBuffer>>>;
}

/**
 * The result that the API gives for a request, asked for without n8n. Results follow from the model, the files
 * and the fields, so what a workflow makes must be equal to it, byte for byte.
 *
 * @param path `/v1/generate/{model}` or `/v1/jobs/{model}`
 */
export async function resultWithoutN8n(path: string, { fields, files }: Asked): Promise<Buffer<ArrayBuffer>> {
	const sandbox = await startSandbox({ jobSchedule: { pendingMs: 0, processingMs: 0 } });
	try {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.append(name, value);
		for (const [name, bytes] of Object.entries(files))
			form.append(name, new Blob([bytes]), `${name}.bin`);
		const ask = async (where: string, init: RequestInit = {}): Promise<Response> => {
			const headers = { 'x-api-key': sandbox.apiKey };
			const answer = await fetch(`${sandbox.url}${where}`, { ...init, headers });
			if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
			return answer;
		};
		const answer = await ask(path, { method: 'POST', body: form });
		if (!path.startsWith('/v1/jobs/')) return Buffer.from(await answer.arrayBuffer());
		const { job_id: jobId } = (await answer.json()) as { job_id: string };
		const content = await ask(`/v1/jobs/${jobId}/content`);
		return Buffer.from(await content.arrayBuffer());
	} finally {
		await sandbox.close();
	}
}
