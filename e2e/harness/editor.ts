import { chromium, selectors, type Page } from 'playwright-core';
import type { N8n } from '../../scripts/n8n/launch';

/** n8n's editor in a browser, signed in. */
export interface Editor {
	readonly page: Page;
	/** Opens a node's panel. */
	openNode(workflowId: string, nodeId: string): Promise<void>;
	close(): Promise<void>;
}

/** Debian's Chromium; another one can be named. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** A person's browser. n8n does nothing when a robot opens a link in a message, which a messenger does to preview it. */
export const USER_AGENT =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

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
			await page.getByTestId('node-parameters').getByTestId('parameter-input-resource').waitFor();
		},
		close: async () => await browser.close(),
	};
}
