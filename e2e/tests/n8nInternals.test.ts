import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultPlan } from '../../sandbox';
import { startFileHost } from '../../sandbox/fileHost';
import { isReadWhole, isRefusedByN8n } from '../../nodes/Decart/transport/n8nInternals';
import { installN8n } from '../../scripts/n8n/install';
import { sampleBytes } from '../../scripts/samples/media';
import { startN8n, WITHOUT_EDITOR, type N8n } from '../../scripts/n8n/launch';
import { chosenVersions, type Version } from '../../scripts/n8n/versions';
import { addWorkflow, downloadBinary, runWorkflow } from '../../scripts/n8n/workflows';
import { resultWithoutN8n, startDecart } from '../harness/decart';
import { chain, decartNode, manualTrigger } from '../harness/nodes';
import { inEveryN8n, sharedN8n } from '../harness/inEveryN8n';

/** The versions with n8n's own protection against addresses inside its network, and where its errors come from. */
const WITH_ADDRESS_PROTECTION = ['2.41.1'];
const ADDRESS_PROTECTION = '@n8n/backend-network';

const PROMPT = 'A watercolor painting';
const LOOK_UP = { resource: 'job', operation: 'get', jobId: 'job_unknown' };

/** Image → Edit on an image from a URL. */
async function editImage(n8n: N8n) {
	const host = await startFileHost();
	onTestFinished(async () => await host.close());
	const image = await sampleBytes('coffee.jpg');
	const { run } = await runDecart(n8n, {
		resource: 'image',
		operation: 'edit',
		dataSource: 'url',
		dataUrl: host.serve('coffee.jpg', { body: image }),
		prompt: PROMPT,
		options: { seed: 7 },
	});
	expect(run.error).toBeUndefined();
	return { image, result: run.items('Decart')[0]?.binary?.data };
}

/** Runs Decart by itself, against a sandbox of its own. */
async function runDecart(n8n: N8n, parameters: INodeParameters, settings = {}, faults?: FaultPlan) {
	const decart = await startDecart(n8n, faults && { faults });
	const node = { ...decartNode('Decart', decart.credentialId, parameters), ...settings };
	const workflow = await addWorkflow(n8n, { name: 'Internals', ...chain([manualTrigger('Start'), node]) });
	return { decart, run: await runWorkflow(n8n, workflow) };
}

inEveryN8n('n8n works inside as this node bets', (n8n) => {
	it('withSignal: a request ends by a signal of its own, and its connection with it', async () => {
		const options = { maxRetries: 0, requestTimeout: 2 };
		const faults = { rules: [{ on: 'poll', fault: { kind: 'stall', at: 'afterUpload' } }] } as const;
		const { decart, run } = await runDecart(n8n, { ...LOOK_UP, options }, {}, faults);
		expect(run.error?.message).toContain('no answer came within 2 s');
		await expect.poll(() => decart.openSockets()).toBe(0);
	});

	it('createReadable: n8n stores a stream made by the class of one that it gave', async () => {
		const { image, result } = await editImage(n8n);
		const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
			fields: { prompt: PROMPT, seed: '7' },
			files: { data: image },
		});
		expect(expected.equals(await downloadBinary(n8n, result))).toBe(true);
	});

	it('routeToErrorOutput: a failed item keeps its code and job ID, and carries no error along', async () => {
		const { run } = await runDecart(n8n, LOOK_UP, { onError: 'continueErrorOutput' });
		expect(run.items('Decart', 0)).toEqual([]);
		const failures = run.items('Decart', 1);
		expect(failures).toHaveLength(1);
		expect(failures[0]?.json).toMatchObject({ code: 'NOT_FOUND', jobId: 'job_unknown' });
		expect(Object.keys(failures[0] ?? {})).not.toContain('error');
	});
});

describe.each(chosenVersions())('n8n $n8n works inside as this node bets', (version) => {
	it('isReadWhole: the id of a file in the database begins with the name of that store', async () => {
		const n8n = await sharedN8n(version, 'database');
		const { result } = await editImage(n8n);
		expect(isReadWhole(String(result?.id))).toBe(true);
	});

	it('isRefusedByN8n: the error of a failed expression has the name that it is known by', async () => {
		const name = await evaluate(version, "require('n8n-workflow').ExpressionError.name");
		expect(isRefusedByN8n(name)).toBe(true);
	});
});

const protectedVersions = chosenVersions().filter(({ n8n }) => WITH_ADDRESS_PROTECTION.includes(n8n));
describe.each(protectedVersions)('n8n $n8n works inside as this node bets', (version) => {
	it('isRefusedByN8n: the errors of refused addresses have names that they are known by', async () => {
		const expression = `Object.keys(require('${ADDRESS_PROTECTION}')).filter((name) => /^Ssrf.*Error$/.test(name)).join()`;
		const names = (await evaluate(version, expression)).split(',');
		expect(names).toContain('SsrfBlockedIpError');
		expect(names.filter((name) => !isRefusedByN8n(name))).toEqual([]);
	});

	it('isRefusedByN8n: a request to a refused address is one that could not be sent', async () => {
		const n8n = await startOwnN8n(version, { ...WITHOUT_EDITOR, N8N_SSRF_PROTECTION_ENABLED: 'true' });
		const { decart, run } = await runDecart(n8n, LOOK_UP);
		expect(run.error?.message).toContain('the request could not be sent');
		expect(decart.requests()).toEqual([]);
	});
});

/** An n8n of this test's own, with settings of its own. */
async function startOwnN8n(version: Version, env: Readonly<Record<string, string>>): Promise<N8n> {
	const n8n = await startN8n(await installN8n(version, () => undefined), env);
	onTestFinished(async () => await n8n.stop());
	return n8n;
}

/** What an expression gives in the Node.js of an n8n, which finds that n8n's packages. */
async function evaluate(version: Version, expression: string): Promise<string> {
	const { node, n8n } = await installN8n(version, () => undefined);
	const { stdout } = await promisify(execFile)(node, ['-p', expression], {
		cwd: dirname(await realpath(n8n)),
	});
	return stdout.trim();
}
