import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { smallPng } from '../../scripts/samples/media';
import { resultWithoutN8n, startDecart, type Decart } from '../harness/decart';
import { installN8n } from '../../scripts/n8n/install';
import type { N8n } from '../../scripts/n8n/launch';
import { chain, decartNode, webhook } from '../harness/nodes';
import { startQueue, type Queue } from '../harness/queueMode';
import { failOnce, ITEMS, retry, timesBilled } from '../harness/retry';
import { chosenVersions } from '../../scripts/n8n/versions';
import {
	addWorkflow,
	downloadBinary,
	callWebhook,
	endedExecutions,
	publish,
	unpublish,
	type Ended,
} from '../../scripts/n8n/workflows';

const EXECUTIONS = 60;
/** Images come in faster than ten at a time can be made, so that both workers are busy whenever one dies. */
const GENERATION_MS = 1_500;

describe.each(chosenVersions())('Queue mode, in n8n $n8n', (version) => {
	let queue: Queue;
	beforeAll(async () => {
		queue = await startQueue(await installN8n(version, () => undefined));
	});
	afterAll(async () => await queue.stop());

	async function addTrial() {
		const decart = await startDecart(queue.main);
		decart.setFaults({ rules: [{ on: 'generate', fault: { kind: 'latency', ms: GENERATION_MS } }] });
		const workflow = await addWorkflow(queue.main, {
			name: 'Restyle what is sent',
			...chain([
				webhook('Receive', 'queue'),
				decartNode('Restyle', decart.credentialId, {
					resource: 'image',
					operation: 'edit',
					dataBinary: 'image',
					prompt: '={{ $json.body.prompt }}',
					options: { seed: 7 },
				}),
			]),
		});
		await publish(queue.main, workflow);
		onTestFinished(async () => await unpublish(queue.main, workflow));
		return { decart, workflowId: workflow.id };
	}

	it('spreads 60 executions over both workers, and every result is right', async () => {
		const { decart, workflowId } = await addTrial();
		await sendAll(queue.main);
		const executions = await endedExecutions(queue.main, workflowId, EXECUTIONS);
		expect(executions.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill('success'));
		expect(new Set(executions.map(readPrompt)).size).toBe(EXECUTIONS);
		for (const execution of executions) await expectRightResult(queue.main, execution);
		expect(decart.ledger()).toHaveLength(EXECUTIONS);
		const ids = executions.map(({ id }) => id);
		const shares = await Promise.all(queue.workers.map(async ({ log }) => await countRuns(log, ids)));
		expect(shares.reduce((sum, share) => sum + share)).toBe(EXECUTIONS);
		expect(Math.min(...shares)).toBeGreaterThan(EXECUTIONS / 10);
	});

	it('pays only for the rest when an execution is retried on another worker', async () => {
		const { decart, workflow, failed } = await failOnce(queue.main);
		const ran = await queue.ranOn(failed.id);
		await ran.stop();
		const { id, status, items } = await retry(queue.main, failed, workflow, false);
		expect(status).toBe('success');
		expect(items('Restyle')).toHaveLength(ITEMS);
		expect(timesBilled(decart)).toEqual(Array(ITEMS).fill(1));
		expect(await queue.ranOn(id)).not.toBe(ran);
	});

	it('loses no execution when a worker is killed in the middle', async () => {
		const { decart, workflowId } = await addTrial();
		const second = await queue.startWorker();
		const sending = sendAll(queue.main);
		await untilBilled(decart, EXECUTIONS / 3);
		await second.kill();
		await sending;

		const executions = await endedExecutions(queue.main, workflowId, EXECUTIONS);

		const succeeded = executions.filter(({ status }) => status === 'success');
		const failed = executions.filter(({ status }) => status !== 'success');
		for (const execution of succeeded) await expectRightResult(queue.main, execution);
		expect(failed.length).toBeGreaterThan(0);
		for (const { status, id, error } of failed) {
			expect(['error', 'crashed'], id).toContain(status);
			expect(error?.message, id).toMatch(/\w+/);
		}
		// What the killed worker had under way may be charged; nothing is charged twice.
		const billed = decart.ledger().map(({ fields }) => String(fields.prompt));
		expect(new Set(billed).size).toBe(billed.length);
		expect(billed).toEqual(expect.arrayContaining(succeeded.map(readPrompt)));
		expect(billed.length - succeeded.length).toBeLessThanOrEqual(failed.length);

		// n8n has saved nothing of an execution whose worker died: Retry has nothing to go on with.
		for (const { id } of failed)
			await queue.main.api
				.post(`/rest/executions/${id}/retry`, { loadWorkflow: false })
				.catch(() => undefined);
		await endedExecutions(queue.main, workflowId, EXECUTIONS);
		expect(decart.ledger()).toHaveLength(billed.length);
	});
});

async function sendAll(n8n: N8n): Promise<void> {
	for (let number = 0; number < EXECUTIONS; number += 1) {
		const form = new FormData();
		form.append('prompt', `Look ${number}`);
		form.append('image', new Blob([await smallPng(number)], { type: 'image/png' }), `${number}.png`);
		const answer = await callWebhook(n8n, 'queue', { method: 'POST', body: form });
		if (!answer.ok) throw new Error(`n8n answered ${answer.status}: ${await answer.text()}`);
	}
}

async function untilBilled({ ledger }: Decart, count: number): Promise<void> {
	while (ledger().length < count) await new Promise((resolve) => setTimeout(resolve, 20));
}

function readPrompt(execution: Ended): string {
	return String((execution.items('Receive')[0]?.json.body as { prompt?: string } | undefined)?.prompt);
}

async function expectRightResult(n8n: N8n, execution: Ended): Promise<void> {
	const prompt = readPrompt(execution);
	const data = await smallPng(Number(prompt.split(' ')[1]));
	const expected = await resultWithoutN8n('/v1/generate/lucy-image-2', {
		fields: { prompt, seed: '7' },
		files: { data },
	});
	const made = await downloadBinary(n8n, execution.items('Restyle')[0]?.binary?.data);
	expect(expected.equals(made), prompt).toBe(true);
}

/** How many of the executions a worker has run, by its log. */
async function countRuns(log: string, executions: readonly string[]): Promise<number> {
	const finished = (await readFile(log, 'utf8')).matchAll(/finished execution (\d+)/gi);
	const ids = new Set(Array.from(finished, ([, id]) => id));
	return executions.filter((id) => ids.has(id)).length;
}
