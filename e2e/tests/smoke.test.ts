import { expect, it } from 'vitest';
import { inEveryN8n } from '../harness/shared';

inEveryN8n('The packed node', (n8n) => {
	it('is among the node types that the editor offers', async () => {
		const types = await n8n.api.download('/types/nodes.json');
		expect(types.toString()).toContain('"n8n-nodes-decart.decart"');
		expect(types.toString()).toContain('"n8n-nodes-decart.decartTool"');
	});
});
