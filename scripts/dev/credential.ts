import type { N8n } from '../n8n/launch';

const TYPE = 'decartApi';
const NAME = 'Decart account';

/** Makes the credential, or brings the one that is there up to date; gives its id. */
export async function saveCredential(
	{ api }: N8n,
	data: { readonly apiKey: string; readonly baseUrl: string },
): Promise<string> {
	const there = await api.get<readonly { id: string; name: string }[]>('/rest/credentials');
	const ours = there.find(({ name }) => name === NAME);
	const credential = { name: NAME, type: TYPE, data };
	if (!ours) return (await api.post<{ id: string }>('/rest/credentials', credential)).id;
	await api.patch(`/rest/credentials/${ours.id}`, credential);
	return ours.id;
}
