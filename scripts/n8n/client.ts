/** n8n's own REST API, as its editor uses it. */
export interface Client {
	get<T>(path: string): Promise<T>;
	post<T>(path: string, body: unknown): Promise<T>;
	patch<T>(path: string, body: unknown): Promise<T>;
	/** A file in n8n's binary store. */
	download(path: string): Promise<Buffer>;
	/** The session, for a browser. */
	readonly cookie: string;
}

/** The account that the harness makes in every n8n that it starts. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: 'Sandbox-2-try',
};

/** Makes the owner account of a new n8n and signs in, or signs in to the one that is there. */
export async function signIn(url: string): Promise<Client> {
	const { email, password } = OWNER;
	const made = await send(url, 'POST', '/rest/owner/setup', OWNER);
	const answer = made.ok
		? made
		: await send(url, 'POST', '/rest/login', { emailOrLdapLoginId: email, password });
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0] ?? '')
		.find((pair) => pair.startsWith('n8n-auth='));
	if (!answer.ok || !cookie) throw await refusal('sign in', answer);
	await answer.arrayBuffer();
	return clientWith(url, cookie);
}

/** The API of an n8n that someone has signed in to, by their session. */
export function clientWith(url: string, cookie: string): Client {
	const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
		const reply = await send(url, method, path, body, cookie);
		if (!reply.ok) throw await refusal(`${method} ${path}`, reply);
		return ((await reply.json()) as { data: T }).data;
	};
	return {
		cookie,
		get: async <T>(path: string) => await ask<T>('GET', path),
		post: async <T>(path: string, body: unknown) => await ask<T>('POST', path, body),
		patch: async <T>(path: string, body: unknown) => await ask<T>('PATCH', path, body),
		download: async (path) => {
			const reply = await send(url, 'GET', path, undefined, cookie);
			if (!reply.ok) throw await refusal(`GET ${path}`, reply);
			return Buffer.from(await reply.arrayBuffer());
		},
	};
}

async function send(
	url: string,
	method: string,
	path: string,
	body?: unknown,
	cookie?: string,
): Promise<Response> {
	return await fetch(`${url}${path}`, {
		method,
		headers: {
			// n8n closes a connection that was idle for five seconds, so one that is kept may end under a request.
			connection: 'close',
			...(body !== undefined && { 'content-type': 'application/json' }),
			...(cookie !== undefined && { cookie }),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
}

async function refusal(what: string, answer: Response): Promise<Error> {
	return new Error(`n8n refused to ${what}: ${answer.status} ${(await answer.text()).slice(0, 1000)}`);
}
