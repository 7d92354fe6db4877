/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { INodeParameters } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import type { N8n } from '../../scripts/n8n/launch';
import { addWorkflow } from '../../scripts/n8n/workflows';
import type { Editor } from './editor';

/** The open node's form, read and filled in without the waits for n8n's animations. */
export interface Form {
	/** Chooses an entry in a list, by its label. */
	choose(field: string, label: string): Promise<void>;
	read(): Promise<FormState>;
	/** The labels in the list behind "Add option". */
	offeredOptions(): Promise<string[]>;
}

export interface FormState {
	/** The fields, from top to bottom. */
	readonly fields: readonly string[];
	/** What the lists are set to, by field. */
	readonly chosen: Readonly<Record<string, string>>;
	/** The fields that n8n marks in red. */
	readonly red: readonly string[];
}

const PREFIX = 'parameter-input-';
const PANEL = '[data-test-id="node-parameters"]';
const ADD_OPTION = `${PANEL} [data-test-id="collection-parameter-add"]`;
/** n8n's animations and what it draws around the form, which take a fifth of the time. */
const HIDE_THE_REST = `
*, *::before, *::after { transition: none !important; animation: none !important; }
.vue-flow, [data-test-id="ndv-input-panel"], [data-test-id="output-panel"] { display: none !important; }`;

/** Opens the form of a Decart node in a workflow of its own. */
export async function openForm(n8n: N8n, editor: Editor, parameters: INodeParameters): Promise<Form> {
	const decart = { id: 'decart', name: 'Decart', type: 'n8n-nodes-decart.decart', typeVersion: 1.1 };
	const workflow = await addWorkflow(n8n, {
		name: 'Form',
		nodes: [{ ...decart, position: [0, 0], parameters }],
		connections: {},
	});
	await editor.openNode(workflow.id, decart.id);
	return await takeForm(editor.page);
}

/** Takes hold of the form in an editor that shows a node. */
export async function takeForm(page: Page): Promise<Form> {
	await page.addStyleTag({ content: HIDE_THE_REST });
	return {
		choose: async (field, label) => {
			const list = `${PANEL} [data-test-id="${PREFIX}${field}"] input`;
			await page.evaluate(chooseInPage, { list, label });
		},
		read: async () => await page.evaluate(readInPage, { panel: PANEL, prefix: PREFIX }),
		offeredOptions: async () => {
			await page.locator(ADD_OPTION).first().click({ force: true });
			const labels = await page.evaluate(readOptionsInPage);
			await page.locator(ADD_OPTION).first().click({ force: true });
			await page.waitForFunction(isListClosedInPage, undefined, { polling: 5 });
			return labels;
		},
	};
}

/**
 * Runs in the page: opens a list, by the focus as the Tab key does, clicks an entry of it, and waits until the list shows
 * that entry.
 */
async function chooseInPage({ list, label }: { list: string; label: string }): Promise<void> {
	const until = async <T>(what: string, find: () => T | undefined | void | false): Promise<T> => {
		for (const end = Date.now() + 20_000; Date.now() < end;) {
			const found = find();
			if (found) return found;
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		throw new Error(`${list}: ${what}`);
	};
	// Looked up anew each time: n8n replaces a list when others change.
	const input = () => document.querySelector<HTMLInputElement>(list);
	const isOpen = () => input()?.getAttribute('aria-expanded') === 'true';
	/** The list has its entries in the page before it is opened. */
	const findEntry = (wanted: string | undefined) =>
		[
			...(document
				.getElementById(input()?.getAttribute('aria-controls') ?? '')
				?.querySelectorAll<HTMLElement>('[data-test-id="parameter-input-item"]') ?? []),
		].find((entry) => entry.querySelector('.option-headline')?.textContent.trim() === wanted);
	const open = () => {
		input()?.blur();
		input()?.focus();
	};
	/** Does something now, and again after some milliseconds: where n8n draws the form anew at this moment, it is lost. */
	const repeat = (every: number) => {
		let last = -every;
		return (act: () => void) => {
			if (performance.now() - last < every) return;
			last = performance.now();
			act();
		};
	};
	// After another list has changed, this one shows a value that it does not offer yet. Opened now, it would keep on
	// showing that value instead of its label.
	await until('shows none of its entries', () => findEntry(input()?.value));
	const toOpen = repeat(250);
	await until(`no entry ${label}`, () => (isOpen() ? findEntry(label) : toOpen(open)));
	const toChoose = repeat(1_000);
	const isChosen = () => input()?.value === label && !isOpen();
	await until(
		`not set to ${label}`,
		() => isChosen() || toChoose(isOpen() ? () => findEntry(label)?.click() : open),
	);
}

/** Runs in the page: waits until the list of options is open, and gives its labels. */
async function readOptionsInPage(): Promise<string[]> {
	for (const end = Date.now() + 20_000; Date.now() < end;) {
		const shown = [
			...document.querySelectorAll<HTMLElement>('[data-test-id="collection-parameter-option"]'),
		].filter((option) => option.checkVisibility());
		if (shown.length > 0) return shown.map((option) => option.innerText.trim());
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	throw new Error('The list of options does not open');
}

/** Runs in the page. */
function isListClosedInPage(): boolean {
	const options = [...document.querySelectorAll('[data-test-id="collection-parameter-option"]')];
	return options.every((option) => !option.checkVisibility());
}

/** Runs in the page. */
function readInPage({ panel, prefix }: { panel: string; prefix: string }): FormState {
	const shown = [...document.querySelectorAll<HTMLElement>(`${panel} [data-test-id^="${prefix}"]`)]
		.filter((element) => element.offsetParent !== null)
		.map((element) => ({ element, name: element.dataset.testId?.slice(prefix.length) ?? '' }))
		// Parts of a field's widget that n8n names like fields.
		.filter(({ name }) => name !== 'field' && name !== 'item');
	const chosen = shown.flatMap(({ element, name }) => {
		const list = element.querySelector<HTMLInputElement>('.n8n-select input');
		return list ? [[name, list.value] as const] : [];
	});
	const red = shown.filter(({ element }) => element.querySelector('[data-test-id="parameter-issues"]'));
	return {
		fields: [...new Set(shown.map(({ name }) => name))],
		chosen: Object.fromEntries(chosen),
		red: red.map(({ name }) => name),
	};
}
