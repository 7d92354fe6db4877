import { chromium, type Locator, type Page } from 'playwright-core';
import type { N8n } from './n8n';

/** n8n's editor in a browser, signed in. */
export interface Editor {
	readonly page: Page;
	/** Opens a node's panel. */
	openNode(workflowId: string, nodeId: string): Promise<void>;
	/** The parameters that the open panel shows, from top to bottom. */
	shownFields(): Promise<string[]>;
	/** The labels in the list behind "Add option". */
	offeredOptions(): Promise<string[]>;
	close(): Promise<void>;
}

/** Debian's Chromium; another one can be named. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Parts of a field's widget that n8n names like fields. */
const PARTS = new Set(['field', 'item']);
const PREFIX = 'parameter-input-';

/** Opens the editor in a browser without a window. */
export async function openEditor({ url, api }: Pick<N8n, 'url' | 'api'>): Promise<Editor> {
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: ['--no-sandbox', '--disable-background-networking'],
	});
	const context = await browser.newContext({ viewport: { width: 1440, height: 1100 } });
	const [name = '', value = ''] = api.cookie.split('=');
	await context.addCookies([{ name, value, url }]);
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
		offeredOptions: async () => {
			await panel(page).getByTestId('collection-parameter-add').click();
			const options = page.getByTestId('collection-parameter-option').filter({ visible: true });
			await options.first().waitFor();
			const labels = await options.allInnerTexts();
			await page.keyboard.press('Escape');
			return labels.map((label) => label.trim());
		},
		close: async () => await browser.close(),
	};
}

function panel(page: Page): Locator {
	return page.getByTestId('node-parameters');
}
