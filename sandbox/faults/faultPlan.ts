/**
 * The words in which a test says what is to go wrong. Types, and the two rules that follow from them: when a
 * fault applies, and whether the account is charged for the generation that it hit.
 */

/** What a request may be for. */
export const REQUEST_ROUTES = [
	'generate',
	'submit',
	'poll',
	'content',
	'files',
	'models',
	'account',
] as const;

/** What a request is for; `connection` stands for a TCP connection before any request was read on it. */
export type FaultRoute = 'connection' | (typeof REQUEST_ROUTES)[number];

/** Requests by method and path: `{ method: 'GET', path: '^/v1/jobs/' }`. The path is a regular expression. */
export interface RequestPattern {
	readonly method?: string;
	readonly path: string;
}

/** One rule. Rules are tried in order; the first that matches and fires is the fault of the request. */
export interface FaultRule {
	readonly on: FaultRoute | 'any' | RequestPattern;
	/** Several: one is drawn each time. */
	readonly fault: Fault | readonly Fault[];
	/** Fires so often, then never again. Without it the rule fires for as long as the plan stands. */
	readonly times?: number;
	/** Lets so many matching requests pass first. */
	readonly after?: number;
	/** How likely it is to fire, 0 to 1; default 1. */
	readonly probability?: number;
}

export interface FaultPlan {
	readonly rules: readonly FaultRule[];
	/** The same seed draws the same lots; default the sandbox's own. */
	readonly seed?: number;
}

/** `{ seconds: 2 }` is sent as `2`, `{ dateInSeconds: 2 }` as the HTTP date two seconds from now. */
export type RetryAfter = { readonly seconds: number } | { readonly dateInSeconds: number };

/** The shapes in which servers, gateways and proxies give reasons. */
export type ErrorBody = 'detail' | 'error' | 'errorObject' | 'message' | 'text' | 'html' | 'empty';

/** Lets `ms` pass, then goes on as if nothing had been. */
export interface LatencyFault {
	readonly kind: 'latency';
	readonly ms: number;
}

/** Answers with a status instead of doing, or instead of telling, what was asked. */
export interface StatusFault {
	readonly kind: 'status';
	readonly status: number;
	/** Default `detail`. */
	readonly body?: ErrorBody;
	/** What the body says, where it says anything. */
	readonly reason?: string;
	readonly retryAfter?: RetryAfter;
	/** The generation was accepted all the same; default false. */
	readonly billed?: boolean;
	/** Answers on the headers alone, while the upload is still under way. Never billed. */
	readonly early?: boolean;
}

/** Refuses with an error that repeats the key it was sent. */
export interface EchoKeyFault {
	readonly kind: 'echoKey';
	/** Default 500. */
	readonly status?: number;
	readonly billed?: boolean;
}

/** `connection` only: the connection is reset as soon as it is accepted, before a byte is read. */
export interface DropFault {
	readonly kind: 'drop';
}

/** `connection` only: the connection is reset and the port stays closed for `ms`; later ones are refused. */
export interface RefuseFault {
	readonly kind: 'refuse';
	readonly ms: number;
}

/** Resets the connection. Billed from `afterAcceptance` on. */
export interface ResetFault {
	readonly kind: 'reset';
	readonly at: 'beforeBody' | 'duringUpload' | 'afterUpload' | 'afterAcceptance' | 'midAnswer';
}

/**
 * Sends half of the body and closes. What is announced: `full`, the whole length; `cut`, only what is sent, so
 * that nothing but the content tells; `chunked`, chunks of which the last is missing; `close`, nothing, the
 * end of the connection is the end. `over` sends the whole body but announces more. Billed.
 */
export interface TruncateFault {
	readonly kind: 'truncate';
	readonly announce: 'full' | 'cut' | 'over' | 'chunked' | 'close';
}

/** Sends the body in small pieces: `pieces` of them (default 20), `everyMs` apart (default 10). Billed. */
export interface TrickleFault {
	readonly kind: 'trickle';
	readonly pieces?: number;
	readonly everyMs?: number;
}

/**
 * Falls silent, until the client gives up or `ms` have passed, and then goes on. Billed from `beforeAnswer`
 * on. `beforeUpload` reads nothing of the body, and so does not notice that a client has gone until it goes on.
 */
export interface StallFault {
	readonly kind: 'stall';
	readonly at: 'beforeUpload' | 'afterUpload' | 'beforeAnswer' | 'midAnswer';
	readonly ms?: number;
}

/** Answers 200 with JSON that breaks off. Billed. */
export interface InvalidJsonFault {
	readonly kind: 'invalidJson';
}

/** Answers 200 with a web page where media or JSON was due. Billed. */
export interface WrongTypeFault {
	readonly kind: 'wrongType';
	/** Default `text/html`. */
	readonly contentType?: string;
	/** `page`, the default, or the `real` bytes under the wrong type. */
	readonly body?: 'page' | 'real';
}

/**
 * Redirects: to another origin, where a download can really be fetched without the key (`otherOrigin`, the
 * default), or back to the same address (`loop`). A GET is answered there; a POST is turned away before it is
 * accepted unless `billed`.
 */
export interface RedirectFault {
	readonly kind: 'redirect';
	/** Default 302. */
	readonly status?: 301 | 302 | 303 | 307 | 308;
	readonly to?: 'otherOrigin' | 'loop';
	readonly billed?: boolean;
}

/** Answers 200 with a body that has no end: 64 kB `everyMs` (default 5). Billed. */
export interface EndlessFault {
	readonly kind: 'endless';
	readonly everyMs?: number;
}

/**
 * `submit` only: decides the outcome of the job, which is accepted and billed.
 * `fail` ends it as failed, with its reason in one of several shapes; `stall` leaves it in processing for
 * ever; `vanish` makes it unknown after `polls`; `hide` makes it unknown for the first `polls`; `oddStatus`
 * reports an undocumented word for the first `polls`; `pollsFail` answers the first `polls` with 500 while the
 * job goes on; `contentLate` refuses the content so many times although the job is completed.
 */
export interface JobFault {
	readonly kind: 'job';
	readonly outcome: 'fail' | 'stall' | 'vanish' | 'hide' | 'oddStatus' | 'pollsFail' | 'contentLate';
	/** Default 2. */
	readonly polls?: number;
	/** Where a failed job says why; default `error`. */
	readonly reason?: 'error' | 'errorObject' | 'message' | 'detail' | 'detailList' | 'none';
	/** What `oddStatus` reports; default `queued`. */
	readonly word?: string;
}

export type Fault =
	| LatencyFault
	| StatusFault
	| EchoKeyFault
	| DropFault
	| RefuseFault
	| ResetFault
	| TruncateFault
	| TrickleFault
	| StallFault
	| InvalidJsonFault
	| WrongTypeFault
	| RedirectFault
	| EndlessFault
	| JobFault;

/** When in the life of a request a fault applies. Acceptance lies between `afterUpload` and `onAnswer`. */
export type Moment = 'onConnection' | 'onArrival' | 'duringUpload' | 'afterUpload' | 'onAnswer';

/** When a fault applies to a request of the given method. */
export function findMoment(fault: Fault, method: string): Moment {
	switch (fault.kind) {
		case 'drop':
		case 'refuse':
			return 'onConnection';
		case 'latency':
			return 'onArrival';
		case 'status':
			if (fault.early) return 'onArrival';
			return fault.billed ? 'onAnswer' : 'afterUpload';
		case 'echoKey':
			return fault.billed ? 'onAnswer' : 'afterUpload';
		case 'redirect':
			return fault.billed || method === 'GET' ? 'onAnswer' : 'afterUpload';
		case 'reset':
			return RESETS[fault.at];
		case 'stall':
			return STALLS[fault.at];
		default:
			return 'onAnswer';
	}
}

/** Whether a generation is accepted, and so charged, although the fault applies to it. */
export function isBilled(fault: Fault): boolean {
	return fault.kind === 'latency' || findMoment(fault, 'POST') === 'onAnswer';
}

const RESETS: Readonly<Record<ResetFault['at'], Moment>> = {
	beforeBody: 'onArrival',
	duringUpload: 'duringUpload',
	afterUpload: 'afterUpload',
	afterAcceptance: 'onAnswer',
	midAnswer: 'onAnswer',
};

const STALLS: Readonly<Record<StallFault['at'], Moment>> = {
	beforeUpload: 'onArrival',
	afterUpload: 'afterUpload',
	beforeAnswer: 'onAnswer',
	midAnswer: 'onAnswer',
};
