/// <reference lib="dom" />
import { chromium, selectors, type Page } from 'playwright-core';
import type { N8n } from '../../scripts/n8n/launch';

/** n8n's editor in a browser, signed in. */
export interface Editor {
	readonly page: Page;
	/** Goes to an address of the editor: within the app, as its links do, once it is loaded. */
	open(path: string): Promise<void>;
	/** Opens a node's panel. */
	openNode(workflowId: string, nodeId: string): Promise<void>;
	close(): Promise<void>;
}

/** The app of n8n's editor, as Vue leaves it at its element. */
interface VueApp {
	readonly config: {
		readonly globalProperties: { readonly $router: { push(path: string): Promise<void> } };
	};
}

/** Debian's Chromium without the part that draws windows; another one can be named. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
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
	const open = async (path: string): Promise<void> => {
		if (page.url() === 'about:blank') await page.goto(`${url}${path}`);
		else await page.evaluate(goInPage, path);
	};
	return {
		page,
		open,
		openNode: async (workflowId, nodeId) => {
			await page.goto(`${url}/workflow/${workflowId}/${nodeId}`);
			await page.getByTestId('node-parameters').getByTestId('parameter-input-resource').waitFor();
		},
		close: async () => await browser.close(),
	};
}

/** Runs in the page: a load of the editor takes seconds of both cores, and the router of its app a moment. */
async function goInPage(path: string): Promise<void> {
	const app = document.querySelector('#app') as unknown as { __vue_app__: VueApp };
	await app.__vue_app__.config.globalProperties.$router.push(path);
}
