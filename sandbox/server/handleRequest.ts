import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, State } from '../api/context';
import type { FaultMatcher, FaultMatch } from '../faults/faultMatcher';
import { type Outcome, resolveOutcome } from '../faults/outcome';
import type { CrossOriginServer } from '../faults/crossOriginServer';
import { type Fault, type Moment, findMoment } from '../faults/faultPlan';
import { discardForm } from '../multipart/receiveForm';
import type { OpenRecord, RequestLog } from '../store/requestLog';
import { type Body, readBody, UploadAborted } from './readBody';
import { refusal, type Reply } from '../http/reply';
import type { Destination, Found, Router } from './router';
import { send, sleepOrGone } from '../http/send';
import { parseTarget } from '../http/request';

/** What handling a request works with. */
export interface ServerContext {
	readonly router: Router;
	readonly state: State;
	readonly requests: RequestLog;
	readonly faults: FaultMatcher;
	readonly otherOrigin: CrossOriginServer;
	/** The sandbox's own address. */
	readonly url: () => string;
}

/** Receives one request, answers it, and lets happen to it what the fault plan has for it. Never rejects. */
export async function handleRequest(
	req: IncomingMessage,
	res: ServerResponse,
	context: ServerContext,
): Promise<void> {
	const method = req.method ?? '';
	const { path } = parseTarget(req.url);
	const destination = context.router.find(method, path);
	const [route, model] = 'status' in destination ? [] : [destination.route.name, destination.model?.id];
	const record = context.requests.begin(req, route, model);
	const match = context.faults.match({ route, method, path });
	const kinds = [match.wire, match.job].flatMap((fault) => (fault ? [faultName(fault)] : []));
	if (kinds.length > 0) record.fault = kinds.join('+');
	try {
		await new RequestHandler(req, res, destination, record, match, context).run();
	} catch (error) {
		if (req.socket.destroyed) return;
		process.stderr.write(`sandbox: ${method} ${path}: ${String(error)}\n`);
		await send(res, refusal(500, 'Internal Server Error'), { kind: 'complete' });
	}
}

class RequestHandler {
	constructor(
		private readonly req: IncomingMessage,
		private readonly res: ServerResponse,
		private readonly destination: Destination,
		private readonly record: OpenRecord,
		private readonly match: FaultMatch,
		private readonly context: ServerContext,
	) {}

	async run(): Promise<void> {
		const outcome = await this.proceed();
		if (outcome.kind === 'reset') {
			this.req.socket.resetAndDestroy();
			return;
		}
		const { reply, delivery } = outcome;
		this.record.status = reply.status;
		const { ledger } = this.context.state;
		await send(this.res, reply, delivery, (sent) => {
			if (reply.delivers) ledger.recordDelivery(reply.delivers, sent);
		});
	}

	private async proceed(): Promise<Outcome> {
		const early = await this.applyFault('onArrival');
		if (early) return early;
		const body = await this.receive();
		if (body === 'aborted') return { kind: 'reset' };
		try {
			const unaccepted = await this.applyFault('afterUpload');
			if (unaccepted) return unaccepted;
			const reply = await this.answer(body);
			const answered = await this.applyFault('onAnswer', reply);
			return answered ?? { kind: 'answer', reply, delivery: { kind: 'complete' } };
		} finally {
			await discardForm(body.form, this.context.state.tempFiles);
		}
	}

	private async receive(): Promise<Body | 'aborted'> {
		const operation = 'status' in this.destination ? undefined : this.destination.operation;
		const { wire } = this.match;
		const { tempFiles } = this.context.state;
		if (!wire || findMoment(wire, this.record.method) !== 'duringUpload') {
			return await readBody(this.req, operation, this.record, tempFiles, undefined);
		}
		const announced = Number(this.record.headers['content-length'] ?? 0);
		try {
			await readBody(this.req, undefined, this.record, tempFiles, Math.floor(announced / 2));
		} catch (error) {
			if (!(error instanceof UploadAborted)) throw error;
		}
		// A request without a body meets its reset all the same.
		return 'aborted';
	}

	private async answer(body: Body): Promise<Reply> {
		const { destination, record, context } = this;
		if ('status' in destination) {
			return refusal(
				destination.status,
				destination.status === 404 ? 'Not Found' : 'Method Not Allowed',
			);
		}
		if (record.apiKey === undefined || record.apiKey === '') return refusal(401, 'No API key provided');
		const grant = context.state.keys.findGrant(record.apiKey);
		if (!grant) return refusal(401, 'Invalid API key');
		if (body.refused) return body.refused;
		const call = this.call(destination, body, grant);
		return await destination.route.handler(call, context.state);
	}

	private call({ operation, params, model }: Found, body: Body, grant: Call['grant']): Call {
		const { job: jobFault } = this.match;
		const { form, json } = body;
		const { record } = this;
		return {
			operation,
			params,
			grant,
			form,
			json,
			record,
			...(model && { model }),
			...(jobFault && { jobFault }),
		};
	}

	/** How the request ends when its fault applies at this moment; `undefined` when it goes on. */
	private async applyFault(moment: Moment, due?: Reply): Promise<Outcome | undefined> {
		const { wire } = this.match;
		if (!wire || findMoment(wire, this.record.method) !== moment) return undefined;
		if (wire.kind === 'latency' || (wire.kind === 'stall' && wire.at !== 'midAnswer')) {
			await sleepOrGone(this.res, wire.ms);
			return undefined;
		}
		return resolveOutcome(wire, {
			due,
			key: this.record.apiKey,
			self: this.context.url() + this.record.path,
			offerElsewhere: (reply) => this.context.otherOrigin.offer(reply),
		});
	}
}

/** A fault's kind, with what tells it from others of the kind: `reset midAnswer`, `status 503`. */
function faultName(fault: Fault): string {
	const details = {
		at: 'at' in fault ? fault.at : undefined,
		status: fault.kind === 'status' ? fault.status : undefined,
		announce: 'announce' in fault ? fault.announce : undefined,
		outcome: 'outcome' in fault ? fault.outcome : undefined,
	};
	return [fault.kind, ...Object.values(details).filter((detail) => detail !== undefined)].join(' ');
}
