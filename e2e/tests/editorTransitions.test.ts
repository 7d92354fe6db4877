import { afterAll, beforeAll, expect, it } from 'vitest';
import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import { openEditor, type Editor } from '../harness/editor';
import { expectForm, listChoices, type Choice } from '../harness/expectedForm';
import { openForm, type Form, type FormState } from '../harness/form';
import { inEveryN8n } from '../harness/inEveryN8n';
import { walkAllSteps } from '../harness/walkAllSteps';

/** An entry to choose in one of the two lists. */
interface Step {
	readonly list: 'resource' | 'operation';
	readonly label: string;
}

const CHOICES = listChoices();
const STEPS = new Map(CHOICES.map((choice) => [choice, listSteps(choice)]));

inEveryN8n('Whatever was chosen before, the editor', (n8n) => {
	let editor: Editor;
	let form: Form;
	/** The steps that left a chosen model behind, which is not to be seen after them. */
	const left = new Set<Step>();
	beforeAll(async () => {
		editor = await openEditor(n8n);
		form = await openForm(n8n, editor, {});
	});
	afterAll(async () => await editor.close());

	// From each choice to each other one it is two steps at most. What n8n keeps of a form is what it shows, so steps that
	// were each looked at need not be looked at in every order.
	it('shows a complete form with a valid model for every resource and operation', async () => {
		const start = findChoice(await form.read());
		if (!start) throw new Error('The form of a new node shows no operation');
		const taken = await walkAllSteps(start, (choice) => STEPS.get(choice) ?? [], choose);
		expect([...taken.keys()].map(describeChoice).sort()).toEqual(CHOICES.map(describeChoice).sort());
		expect(left.size).toBe(CHOICES.filter(lastModel).flatMap((choice) => STEPS.get(choice) ?? []).length);
	}, 900_000);

	/** Chooses as a person would, and looks at the form: nothing that was chosen before is to be seen in it. */
	async function choose(from: Choice, step: Step, isNew: boolean): Promise<Choice> {
		const { list, label } = step;
		const stale = isNew ? lastModel(from) : undefined;
		if (stale !== undefined) {
			await form.choose('model', stale);
			left.add(step);
		}
		await form.choose(list, label);
		const expected = { resource: from.labels.resource, [list]: label };
		const message = `after choosing the ${list} ${label} in ${describeChoice(from)}`;
		let to: Choice | undefined;
		await expect
			.poll(
				async () => {
					const shown = await form.read();
					to = findChoice(shown);
					const asNew = to && expectForm(to);
					return JSON.stringify(shown) === JSON.stringify(asNew) ? shown.chosen : { shown, asNew };
				},
				{ message, timeout: 20_000, interval: 10 },
			)
			.toMatchObject(expected);
		return to ?? from;
	}
});

function listSteps({ resource, labels }: Choice): Step[] {
	const others = CHOICES.filter((other) => other.resource === resource && other.labels !== labels);
	const resources = new Set(CHOICES.map((other) => other.labels.resource));
	resources.delete(labels.resource);
	return [
		...others.map((other) => ({ list: 'operation', label: other.labels.operation }) as const),
		...[...resources].map((label) => ({ list: 'resource', label }) as const),
	];
}

/** The choice that a form shows. */
function findChoice({ chosen }: FormState): Choice | undefined {
	return CHOICES.find(
		({ labels }) => labels.resource === chosen.resource && labels.operation === chosen.operation,
	);
}

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
