import { GENERATIONS, type Route, ROUTES } from '../api/routes';
import type { ModelCatalog, ServedModel } from '../openapi/modelCatalog';
import type { Operation } from '../openapi/operations';

/** Where a request leads: to an operation, or to a refusal with this status. */
export type Destination = Found | { readonly status: 404 | 405 };

export interface Found {
	readonly operation: Operation;
	readonly route: Route;
	readonly params: Readonly<Record<string, string>>;
	readonly model?: ServedModel;
}

interface Entry extends Omit<Found, 'params'> {
	readonly pattern: RegExp;
}

/** Finds the operation of a request in the API's document. */
export class Router {
	private readonly entries: readonly Entry[];

	/** Throws when the document has an operation that the sandbox does not know how to answer. */
	constructor(operations: readonly Operation[], catalog: ModelCatalog, retired: boolean) {
		this.entries = operations.flatMap((operation) => {
			const model = catalog.served(operation);
			if (model?.retired && !retired) return [];
			const route = model
				? GENERATIONS[model.surface]
				: ROUTES[`${operation.method} ${operation.path}`];
			if (!route) throw new Error(`The sandbox has no answer to ${operation.method} ${operation.path}`);
			return [{ operation, route, pattern: compilePattern(operation.path), ...(model && { model }) }];
		});
	}

	/** The names of the models that are served. */
	models(): string[] {
		return [...new Set(this.entries.flatMap(({ model }) => (model ? [model.id] : [])))];
	}

	find(method: string, path: string): Destination {
		const matching = this.entries.filter(({ pattern }) => pattern.test(path));
		const entry = matching.find(({ operation }) => operation.method === method);
		if (entry) return { ...entry, params: entry.pattern.exec(path)?.groups ?? {} };
		// A POST for a model that is not served meets the path of a job's id, and is answered as on the public host.
		const unservedModel = method === 'POST' && matching.every(({ model }) => !model);
		return { status: matching.length === 0 || (unservedModel && isModelPath(path)) ? 404 : 405 };
	}
}

function isModelPath(path: string): boolean {
	return /^\/v1\/(generate|jobs)\/[^/]+$/.test(path);
}

/** `/v1/jobs/{job_id}` as a regular expression with a group for each name in braces. */
function compilePattern(path: string): RegExp {
	const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
	return new RegExp(`^${source}$`);
}
