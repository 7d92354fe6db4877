import type { Reply } from '../http/reply';
import type { Delivery } from '../http/send';
import type { Fault } from './faultPlan';
import { echoReply, page, statusReply } from './errorReplies';

/** How a request ends: without an answer, or with one that goes out in a certain delivery. */
export type Outcome =
	| { readonly kind: 'reset' }
	| { readonly kind: 'answer'; readonly reply: Reply; readonly delivery: Delivery };

/** What a fault needs to know of the request that it applies to. */
export interface FaultContext {
	/** The answer that was due; `undefined` where the fault applies before there is one. */
	readonly due: Reply | undefined;
	readonly key: string | undefined;
	/** The address of the request itself. */
	readonly self: string;
	/** Puts an answer up at another origin and gives its address there. */
	readonly offerElsewhere: (reply: Reply | undefined) => string;
}

const COMPLETE: Delivery = { kind: 'complete' };

/** The outcome of a request with a fault. Waiting, where the fault has some, is over by now. */
export function resolveOutcome(fault: Fault, context: FaultContext): Outcome {
	const due = context.due ?? statusReply({ kind: 'status', status: 500 });
	const answer = (reply: Reply, delivery = COMPLETE): Outcome => ({ kind: 'answer', reply, delivery });
	switch (fault.kind) {
		case 'status':
			return answer(statusReply(fault));
		case 'echoKey':
			return answer(echoReply(fault, context.key));
		case 'reset':
			return fault.at === 'midAnswer' ? answer(due, { kind: 'reset' }) : { kind: 'reset' };
		case 'truncate':
			return answer(due, { kind: 'truncate', announce: fault.announce });
		case 'trickle':
			return answer(due, { kind: 'trickle', pieces: fault.pieces ?? 20, everyMs: fault.everyMs ?? 10 });
		case 'stall':
			return answer(due, fault.at === 'midAnswer' ? { kind: 'stall', ms: fault.ms } : COMPLETE);
		case 'invalidJson':
			return answer(brokenJson(due));
		case 'wrongType':
			return answer({
				status: 200,
				headers: { 'content-type': fault.contentType ?? 'text/html' },
				body: fault.body === 'real' ? due.body : page('Sign in'),
				...(fault.body === 'real' && due.delivers && { delivers: due.delivers }),
			});
		case 'redirect':
			return answer(redirect(fault.status ?? 302, resolveLocation(fault.to ?? 'otherOrigin', context)));
		case 'endless':
			return answer({ ...due, status: 200 }, { kind: 'endless', everyMs: fault.everyMs ?? 5 });
		case 'latency':
		case 'job':
		case 'drop':
		case 'refuse':
			return answer(due);
	}
}

function resolveLocation(to: 'otherOrigin' | 'loop', context: FaultContext): string {
	return to === 'loop' ? context.self : context.offerElsewhere(context.due);
}

function redirect(status: number, location: string): Reply {
	return { status, headers: { location }, body: Buffer.alloc(0) };
}

/** The JSON that was due, broken off; of an answer that was none, something like it. */
function brokenJson(due: Reply): Reply {
	const isJson = due.headers['content-type'] === 'application/json' && Buffer.isBuffer(due.body);
	const text = isJson ? due.body.toString('utf8') : '{"status": "completed"}';
	const body = Buffer.from(text.slice(0, -2));
	return { status: 200, headers: { 'content-type': 'application/json' }, body };
}
