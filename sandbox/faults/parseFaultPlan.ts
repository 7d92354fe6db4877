import { REQUEST_ROUTES, type Fault, type FaultPlan, type FaultRule } from './faultPlan';

/** Says whether a value may stand in a field, and in words what may. */
interface Kind {
	readonly allows: (value: unknown) => boolean;
	readonly words: string;
}

const COUNT: Kind = { allows: (value) => isWhole(value, 0), words: 'a whole number from 0' };
const STATUS: Kind = {
	allows: (value) => isWhole(value, 200) && Number(value) < 600,
	words: 'an HTTP status',
};
const MS: Kind = { allows: (value) => typeof value === 'number' && value >= 0, words: 'milliseconds' };
const TEXT: Kind = { allows: (value) => typeof value === 'string', words: 'a text' };
const YES_NO: Kind = { allows: (value) => typeof value === 'boolean', words: 'true or false' };
const SHARE: Kind = {
	allows: (value) => typeof value === 'number' && value >= 0 && value <= 1,
	words: 'a number from 0 to 1',
};
const RETRY_AFTER: Kind = {
	allows: (value) =>
		isObject(value) &&
		Object.keys(value).length === 1 &&
		typeof (value['seconds'] ?? value['dateInSeconds']) === 'number',
	words: '{"seconds": n} or {"dateInSeconds": n}',
};

function choice(...values: readonly unknown[]): Kind {
	return { allows: (value) => values.includes(value), words: `one of ${values.join(', ')}` };
}

type Fields = Readonly<Record<string, Kind>>;

/** The fields of each kind of fault; those of `needed` must be there. */
const FAULTS: Readonly<
	Record<Fault['kind'], { readonly fields: Fields; readonly needed?: readonly string[] }>
> = {
	latency: { fields: { ms: MS }, needed: ['ms'] },
	status: {
		fields: {
			status: STATUS,
			body: choice('detail', 'error', 'errorObject', 'message', 'text', 'html', 'empty'),
			reason: TEXT,
			retryAfter: RETRY_AFTER,
			billed: YES_NO,
			early: YES_NO,
		},
		needed: ['status'],
	},
	echoKey: { fields: { status: STATUS, billed: YES_NO } },
	drop: { fields: {} },
	refuse: { fields: { ms: MS }, needed: ['ms'] },
	reset: {
		fields: { at: choice('beforeBody', 'duringUpload', 'afterUpload', 'afterAcceptance', 'midAnswer') },
		needed: ['at'],
	},
	truncate: {
		fields: { announce: choice('full', 'cut', 'over', 'chunked', 'close') },
		needed: ['announce'],
	},
	trickle: { fields: { pieces: COUNT, everyMs: MS } },
	stall: {
		fields: { at: choice('beforeUpload', 'afterUpload', 'beforeAnswer', 'midAnswer'), ms: MS },
		needed: ['at'],
	},
	invalidJson: { fields: {} },
	wrongType: { fields: { contentType: TEXT, body: choice('page', 'real') } },
	redirect: {
		fields: {
			status: choice(301, 302, 303, 307, 308),
			to: choice('otherOrigin', 'loop'),
			billed: YES_NO,
		},
	},
	endless: { fields: { everyMs: MS } },
	job: {
		fields: {
			outcome: choice('fail', 'stall', 'vanish', 'hide', 'oddStatus', 'pollsFail', 'contentLate'),
			polls: COUNT,
			reason: choice('error', 'errorObject', 'message', 'detail', 'detailList', 'none'),
			word: TEXT,
		},
		needed: ['outcome'],
	},
};

const ROUTES = choice('connection', ...REQUEST_ROUTES, 'any');
const RULE: Fields = { times: COUNT, after: COUNT, probability: SHARE };

/**
 * Reads a fault plan from JSON. Throws an error that names the rule and the field when something in it is
 * not understood, so that a test never passes because a fault was misspelled.
 */
export function parseFaultPlan(value: unknown): FaultPlan {
	if (!isObject(value) || !Array.isArray(value['rules'])) {
		throw new Error('A fault plan is {"rules": [...], "seed"?: n}');
	}
	const { rules, ...rest } = value;
	checkFields(rest, { seed: COUNT }, 'plan');
	rules.forEach((rule, index) => checkRule(rule, `rules[${index}]`));
	return value as unknown as FaultPlan;
}

function checkRule(value: unknown, where: string): asserts value is FaultRule {
	if (!isObject(value)) throw new Error(`${where} is not an object`);
	const { on, fault, ...rest } = value;
	checkFields(rest, RULE, where);
	checkTarget(on, `${where}.on`);
	const faults: unknown[] = Array.isArray(fault) ? fault : [fault];
	if (faults.length === 0) throw new Error(`${where}.fault is empty`);
	for (const one of faults) checkFault(one, `${where}.fault`, on);
}

function checkTarget(on: unknown, where: string): void {
	if (ROUTES.allows(on)) return;
	if (!isObject(on)) throw new Error(`${where} must be ${ROUTES.words}, or {"method"?, "path"}`);
	checkFields(on, { method: TEXT, path: TEXT }, where, ['path']);
	new RegExp(String(on['path']));
}

function checkFault(value: unknown, where: string, on: unknown): void {
	if (!isObject(value)) throw new Error(`${where} is not an object`);
	const { kind, ...rest } = value;
	const known = FAULTS[kind as Fault['kind']];
	if (!known) throw new Error(`${where}.kind must be one of ${Object.keys(FAULTS).join(', ')}`);
	checkFields(rest, known.fields, where, known.needed);
	const onConnection = kind === 'drop' || kind === 'refuse';
	const nowhere = kind === 'job' && typeof on === 'string' && on !== 'submit' && on !== 'any';
	if (onConnection !== (on === 'connection') || nowhere) {
		throw new Error(`${where}: "${String(kind)}" cannot apply to ${JSON.stringify(on)}`);
	}
}

function checkFields(
	value: Readonly<Record<string, unknown>>,
	fields: Fields,
	where: string,
	needed: readonly string[] = [],
): void {
	for (const [name, given] of Object.entries(value)) {
		const kind = fields[name];
		if (!kind) throw new Error(`${where} has no field "${name}"`);
		if (given !== undefined && !kind.allows(given))
			throw new Error(`${where}.${name} must be ${kind.words}`);
	}
	for (const name of needed) {
		if (value[name] === undefined) throw new Error(`${where}.${name} is missing`);
	}
}

function isWhole(value: unknown, least: number): boolean {
	return Number.isInteger(value) && Number(value) >= least;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
