import { REQUEST_ROUTES, type Fault, type FaultPlan, type FaultRoute } from './faultPlan';

/** How many faults a storm has, and which. */
export interface StormOptions {
	/** The share of requests that get a fault, 0 to 1. */
	readonly probability: number;
	readonly seed: number;
	/** How long a stall lasts before the request goes on; without it, until the client gives up. */
	readonly stallMs?: number;
	/** Leaves faults out: only those it is true for are drawn. */
	readonly only?: (fault: Fault, route: FaultRoute) => boolean;
}

/** Every fault that makes sense on a route. */
export function faultsFor(route: FaultRoute, stallMs?: number): readonly Fault[] {
	const stall = stallMs === undefined ? {} : { ms: stallMs };
	const answers: readonly Fault[] = [
		{ kind: 'latency', ms: 30 },
		{ kind: 'status', status: 429, retryAfter: { seconds: 1 } },
		{ kind: 'status', status: 429, retryAfter: { dateInSeconds: 1 } },
		{ kind: 'status', status: 429, body: 'empty' },
		{ kind: 'status', status: 503, retryAfter: { seconds: 1 }, body: 'html' },
		{ kind: 'status', status: 503, body: 'detail' },
		{ kind: 'status', status: 503, body: 'text', billed: true },
		{ kind: 'status', status: 500, body: 'message', billed: true },
		{ kind: 'status', status: 500, body: 'detail' },
		{ kind: 'status', status: 500, body: 'error' },
		{ kind: 'status', status: 500, body: 'empty' },
		{ kind: 'status', status: 502, body: 'html', billed: true },
		{ kind: 'status', status: 502, body: 'errorObject' },
		{ kind: 'status', status: 504, body: 'empty', billed: true },
		{ kind: 'status', status: 504, body: 'message' },
		{ kind: 'echoKey', status: 500 },
		{ kind: 'reset', at: 'beforeBody' },
		{ kind: 'reset', at: 'afterUpload' },
		{ kind: 'reset', at: 'afterAcceptance' },
		{ kind: 'reset', at: 'midAnswer' },
		{ kind: 'truncate', announce: 'full' },
		{ kind: 'truncate', announce: 'over' },
		{ kind: 'truncate', announce: 'chunked' },
		{ kind: 'truncate', announce: 'cut' },
		{ kind: 'truncate', announce: 'close' },
		{ kind: 'trickle', pieces: 10, everyMs: 5 },
		{ kind: 'stall', at: 'beforeAnswer', ...stall },
		{ kind: 'stall', at: 'midAnswer', ...stall },
		{ kind: 'invalidJson' },
		{ kind: 'wrongType' },
		{ kind: 'redirect' },
		{ kind: 'redirect', to: 'loop', status: 307 },
		{ kind: 'endless' },
	];
	const uploads: readonly Fault[] = [
		{ kind: 'status', status: 429, early: true },
		{ kind: 'reset', at: 'duringUpload' },
		{ kind: 'stall', at: 'beforeUpload', ...stall },
		{ kind: 'stall', at: 'afterUpload', ...stall },
		{ kind: 'redirect', status: 307 },
		{ kind: 'redirect', status: 308, billed: true },
	];
	if (route === 'connection') return [{ kind: 'drop' }, { kind: 'refuse', ms: 20 }];
	return ['generate', 'submit', 'files'].includes(route) ? [...answers, ...uploads] : answers;
}

/** What may become of a job. */
export const JOB_FAULTS: readonly Fault[] = [
	{ kind: 'job', outcome: 'fail', reason: 'error' },
	{ kind: 'job', outcome: 'fail', reason: 'errorObject' },
	{ kind: 'job', outcome: 'fail', reason: 'message' },
	{ kind: 'job', outcome: 'fail', reason: 'detail' },
	{ kind: 'job', outcome: 'fail', reason: 'detailList' },
	{ kind: 'job', outcome: 'fail', reason: 'none' },
	{ kind: 'job', outcome: 'stall' },
	{ kind: 'job', outcome: 'vanish', polls: 2 },
	{ kind: 'job', outcome: 'hide', polls: 2 },
	{ kind: 'job', outcome: 'oddStatus', polls: 2, word: 'queued' },
	{ kind: 'job', outcome: 'oddStatus', polls: 1, word: 'COMPLETED_WITH_WARNINGS' },
	{ kind: 'job', outcome: 'pollsFail', polls: 3 },
	{ kind: 'job', outcome: 'contentLate', polls: 1 },
];

/** A plan in which every fault there is may hit every route, drawn by one seed. */
export function storm({ probability, seed, stallMs, only = () => true }: StormOptions): FaultPlan {
	const rule = (on: FaultRoute, faults: readonly Fault[], share: number) => {
		const fault = faults.filter((candidate) => only(candidate, on));
		return fault.length > 0 ? [{ on, fault, probability: share }] : [];
	};
	return {
		seed,
		rules: [
			...rule('connection', faultsFor('connection'), probability / 5),
			...REQUEST_ROUTES.flatMap((route) => rule(route, faultsFor(route, stallMs), probability)),
			...rule('submit', JOB_FAULTS, probability),
		],
	};
}
