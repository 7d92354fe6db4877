import { chromium, selectors, type Locator, type Page } from 'playwright-core';
import type { N8n } from '../../scripts/n8n/launch';

/** n8n's editor in a browser, signed in. */
export interface Editor {
	readonly page: Page;
	/** Opens a node's panel. */
	openNode(workflowId: string, nodeId: string): Promise<void>;
	/** The parameters that the open panel shows, from top to bottom. */
	shownFields(): Promise<string[]>;
	/** Chooses an entry in one of the panel's lists, by its label. */
	choose(field: string, label: string): Promise<void>;
	/** What one of the panel's lists is set to, by its label. */
	chosen(field: string): Promise<string>;
	/** The labels in the list behind "Add option". */
	offeredOptions(): Promise<string[]>;
	close(): Promise<void>;
}

/** Debian's Chromium; another one can be named. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** A person's browser. n8n does nothing when a robot opens a link in a message, which a messenger does to preview it. */
export const USER_AGENT =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
/** Parts of a field's widget that n8n names like fields. */
const PARTS = new Set(['field', 'item']);
const PREFIX = 'parameter-input-';

/** Opens the editor in a browser without a window. */
export async function openEditor({ url, api }: Pick<N8n, 'url' | 'api'>): Promise<Editor> {
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: ['--no-sandbox', '--disable-background-networking'],
	});
	const context = await browser.newContext({
		viewport: { width: 1440, height: 1100 },
		userAgent: USER_AGENT,
	});
	const [name = '', value = ''] = api.cookie.split('=');
	await context.addCookies([{ name, value, url }]);
	selectors.setTestIdAttribute('data-test-id');
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	return {
		page,
		openNode: async (workflowId, nodeId) => {
			await page.goto(`${url}/workflow/${workflowId}/${nodeId}`);
			await panel(page).getByTestId(`${PREFIX}resource`).waitFor();
		},
		shownFields: async () => {
			const ids = await panel(page)
				.locator(`[data-test-id^="${PREFIX}"]:visible`)
				.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-test-id')));
			const names = ids.map((id) => id?.slice(PREFIX.length) ?? '');
			return [...new Set(names.filter((field) => !PARTS.has(field)))];
		},
		choose: async (field, label) => {
			await panel(page).getByTestId(`${PREFIX}${field}`).click();
			const entries = page.getByTestId(`${PREFIX}item`).filter({ visible: true });
			await entries.first().waitFor();
			const labels = (await entries.allInnerTexts()).map((text) => text.split('\n')[0]?.trim());
			if (!labels.includes(label))
				throw new Error(`${field} offers ${labels.join(', ')}, not ${label}`);
			await entries.nth(labels.indexOf(label)).click();
			await entries.first().waitFor({ state: 'hidden' });
		},
		chosen: async (field) =>
			await panel(page).getByTestId(`${PREFIX}${field}`).locator('input').first().inputValue(),
		offeredOptions: async () => {
			await panel(page).getByTestId('collection-parameter-add').click();
			const options = page.getByTestId('collection-parameter-option').filter({ visible: true });
			await options.first().waitFor();
			const labels = await options.allInnerTexts();
			await panel(page).getByTestId('collection-parameter-add').click();
			await options.first().waitFor({ state: 'hidden' });
			return labels.map((label) => label.trim());
		},
		close: async () => await browser.close(),
	};
}

function panel(page: Page): Locator {
	return page.getByTestId('node-parameters');
}
