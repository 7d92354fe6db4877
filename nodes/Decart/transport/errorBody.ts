/** What an error answer says, as far as its body tells. */
export interface ErrorBody {
	/** In one line, empty when the body tells nothing. */
	readonly text: string;
	/**
	 * Whether it stands in Decart's own envelope, `detail` or `error` with words in it: then Decart's application
	 * refused the request, and not a gateway before it, which may have forwarded it.
	 */
	readonly isFromDecart: boolean;
	/** The answer's own word for what is wrong: `insufficient_credits`. */
	readonly code?: string;
}

const MAX_REASON_LENGTH = 600;
const JSON_KEYS = ['detail', 'error', 'message', 'msg', 'reason', 'title', 'code'] as const;

/**
 * Reads an error body of any shape that Decart or a gateway is known to send: FastAPI's list of problems,
 * `{detail}`, `{error}`, `{error: {message, code}}`, `{message}`, plain text, HTML (its title).
 */
export function parseErrorBody(body: string): ErrorBody {
	const text = body.trim();
	if (text.startsWith('<')) return { text: shorten(htmlTitle(text)), isFromDecart: false };
	try {
		const value = JSON.parse(text) as unknown;
		const code = readCode(value);
		return {
			text: shorten(describeReason(value)),
			isFromDecart: hasOwnReason(value),
			...(code !== undefined && { code }),
		};
	} catch {
		return { text: shorten(describeCutOff(text) ?? text), isFromDecart: false };
	}
}

function hasOwnReason(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { detail, error } = value as { detail?: unknown; error?: unknown };
	return [detail, error].some((reason) => /\p{L}/u.test(describeReason(reason)));
}

/** The word in `code` or `type`, of the answer or of its `error` or `detail`. A list of problems has none. */
function readCode(json: unknown): string | undefined {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
	const { code, type, error, detail } = json as Record<string, unknown>;
	const own = [code, type].find((value) => typeof value === 'string' && /^\w{1,64}$/.test(value));
	return (own as string | undefined) ?? readCode(error) ?? readCode(detail);
}

/** What a JSON body that was cut off says: its input may be a whole file, so only the messages of a long one are kept. */
function describeCutOff(text: string): string | undefined {
	if (!/^[[{]/.test(text) || text.length <= MAX_REASON_LENGTH) return undefined;
	const messages = [...text.matchAll(/"(?:msg|message|detail)"\s*:\s*("(?:[^"\\]|\\.)*")/g)];
	return messages.map(([, quoted = '""']) => String(JSON.parse(quoted))).join('; ');
}

/** The reason that a JSON value gives, `''` when it gives none. Unknown fields of a job are read with it too. */
export function describeReason(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.map(describeProblem).filter(Boolean).join('; ');
	if (typeof value !== 'object' || value === null) return '';
	const record = value as Record<string, unknown>;
	for (const key of JSON_KEYS) {
		const found = describeReason(record[key]);
		if (found) return found;
	}
	return '';
}

/** One entry of FastAPI's `detail`: `prompt: Field required`. Its `input` stays out: it can be a whole file. */
function describeProblem(problem: unknown): string {
	if (typeof problem !== 'object' || problem === null) return describeReason(problem);
	const { loc, msg } = problem as { loc?: unknown; msg?: unknown };
	if (typeof msg !== 'string') return describeReason(problem);
	const field = Array.isArray(loc) ? loc.filter((part) => part !== 'body').join('.') : '';
	return field ? `${field}: ${msg}` : msg;
}

function htmlTitle(html: string): string {
	return /<title[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1] ?? '';
}

function shorten(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > MAX_REASON_LENGTH ? `${line.slice(0, MAX_REASON_LENGTH)}…` : line;
}
