import { isObject, type JsonObject } from './document';

/** Where a keyword of a resolved node was written: the JSON pointer of that keyword in the document. */
export type WhereIs = (node: object, keyword?: string) => string;

export interface Resolved {
	readonly value: unknown;
	readonly whereIs: WhereIs;
}

interface Origin {
	readonly pointer: string;
	/** Keywords written beside the `$ref`, which stand elsewhere than the target's. */
	readonly beside?: { readonly pointer: string; readonly keywords: readonly string[] };
}

/** Appends a step to a JSON pointer (RFC 6901). */
export function step(pointer: string, key: string | number): string {
	return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * Gives the document with every `$ref` replaced by its target; keywords beside a `$ref` win over the
 * target's, as OpenAPI 3.1 has it. A reference into itself stays a `$ref`, since it has no finite form.
 *
 * @throws when a reference leads out of the document or to nothing; the message names where it stands.
 */
export function resolveRefs(document: unknown): Resolved {
	const origins = new WeakMap<object, Origin>();
	/** Targets by the references that lead to them, the last one their own: what many refer to is resolved once. */
	const targets = new Map<string, unknown>();

	const remember = <T extends object>(node: T, origin: Origin): T => {
		origins.set(node, origin);
		return node;
	};

	const resolveObject = (node: JsonObject, pointer: string, open: readonly string[]): unknown => {
		const { $ref, ...beside } = node;
		if (typeof $ref !== 'string') {
			const entries = Object.entries(node).map(([key, value]) => [
				key,
				resolve(value, step(pointer, key), open),
			]);
			return remember(Object.fromEntries(entries) as JsonObject, { pointer });
		}
		if (open.includes($ref)) return remember({ ...node }, { pointer });
		const way = [...open, $ref];
		const known = targets.get(way.join(' '));
		const target = known ?? resolve(lookUp(document, $ref, pointer), $ref, way);
		targets.set(way.join(' '), target);
		const keywords = Object.keys(beside);
		if (keywords.length === 0 || !isObject(target)) return target;
		const own = resolveObject(beside, pointer, open) as JsonObject;
		return remember({ ...target, ...own }, { pointer: $ref, beside: { pointer, keywords } });
	};

	const resolve = (node: unknown, pointer: string, open: readonly string[]): unknown => {
		if (Array.isArray(node)) return node.map((item, index) => resolve(item, step(pointer, index), open));
		return isObject(node) ? resolveObject(node, pointer, open) : node;
	};

	const whereIs: WhereIs = (node, keyword) => {
		const origin = origins.get(node) ?? { pointer: '#' };
		if (keyword === undefined) return origin.pointer;
		const written = origin.beside?.keywords.includes(keyword) ? origin.beside.pointer : origin.pointer;
		return step(written, keyword);
	};

	return { value: resolve(document, '#', []), whereIs };
}

function lookUp(document: unknown, ref: string, pointer: string): unknown {
	if (!ref.startsWith('#/')) throw new Error(`${pointer}: ${ref} leads out of the document`);
	const steps = ref.slice(2).split('/');
	const target = steps.reduce<unknown>((node, part) => {
		const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
		return isObject(node) || Array.isArray(node) ? (node as JsonObject)[key] : undefined;
	}, document);
	if (target === undefined) throw new Error(`${pointer}: ${ref} leads to nothing`);
	return target;
}
