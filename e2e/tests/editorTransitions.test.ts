import { afterAll, beforeAll, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { openEditor, type Editor } from '../harness/editor';
import { expectForm, listChoices, type Choice } from '../harness/expectedForm';
import { openForm, type Form } from '../harness/form';
import { inEveryN8n } from '../harness/inEveryN8n';
import { walkAllPairs } from '../harness/walkAllPairs';

const CHOICES = listChoices();

inEveryN8n('Whatever was chosen before, the editor', (n8n) => {
	let editor: Editor;
	let form: Form;
	beforeAll(async () => {
		editor = await openEditor(n8n);
		form = await openForm(n8n, editor, {});
	});
	afterAll(async () => await editor.close());

	it('shows a complete form with a valid model for every resource and operation', async () => {
		const walk = walkAllPairs(CHOICES);
		const pairs = new Set<string>();
		for (const [index, to] of walk.entries()) {
			const from = walk[index - 1] ?? to;
			const stale = lastModel(from);
			if (stale !== undefined) await form.choose('model', stale);
			if (from.resource !== to.resource) await choose('resource', from, to);
			if ((await form.read()).chosen.operation !== to.labels.operation)
				await choose('operation', from, to);
			pairs.add(`${describeChoice(from)} ${describeChoice(to)}`);
		}
		// From each to each, and where it began.
		expect(pairs.size).toBe(CHOICES.length * (CHOICES.length - 1) + 1);
	}, 900_000);

	/** Chooses as a person would, and looks at the form: nothing that was chosen before is to be seen in it. */
	async function choose(list: 'resource' | 'operation', from: Choice, to: Choice): Promise<void> {
		await form.choose(list, to.labels[list]);
		const message = `from ${describeChoice(from)} to ${describeChoice(to)}, after choosing the ${list}`;
		await expect
			.poll(async () => await compareForm(to.resource), { message, timeout: 20_000, interval: 10 })
			.toEqual('as new');
	}

	async function compareForm(resource: string) {
		const shown = await form.read();
		const choice = CHOICES.find(
			(one) => one.resource === resource && one.labels.operation === shown.chosen.operation,
		);
		const expected = choice && expectForm(choice);
		return JSON.stringify(shown) === JSON.stringify(expected) ? 'as new' : { shown, expected };
	}
});

/** A model that is not the operation's default, where there is one: a stale one would stay when it is left. */
function lastModel({ resource, operation }: Choice): string | undefined {
	const generated = GENERATED_OPERATIONS.find(
		(entry) => entry.resource === resource && entry.operation === operation,
	);
	return generated?.models.at(-1)?.label;
}

function describeChoice({ resource, operation }: Choice): string {
	return `${resource}.${operation}`;
}
