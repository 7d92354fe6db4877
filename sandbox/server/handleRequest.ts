import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, State } from '../api/context';
import type { FaultEngine, Strike } from '../faults/faultMatcher';
import { type Ending, endingOf } from '../faults/ending';
import type { Foreign } from '../faults/otherOrigin';
import { type Fault, type Moment, momentOf } from '../faults/plan';
import { discardForm } from '../multipart/receiveForm';
import type { OpenRecord, RequestLog } from '../store/requestLog';
import { type Body, readBody, UploadStruck } from './readBody';
import { refusal, type Reply } from '../http/reply';
import type { Destination, Found, Router } from './router';
import { send, sleepOrGone } from '../http/send';
import { targetOf } from '../http/request';

/** What an exchange works with. */
export interface Surroundings {
	readonly router: Router;
	readonly state: State;
	readonly requests: RequestLog;
	readonly faults: FaultEngine;
	readonly foreign: Foreign;
	/** The sandbox's own address. */
	readonly url: () => string;
}

/** Receives one request, answers it, and lets happen to it what the fault plan has for it. Never rejects. */
export async function exchange(
	req: IncomingMessage,
	res: ServerResponse,
	surroundings: Surroundings,
): Promise<void> {
	const method = req.method ?? '';
	const { path } = targetOf(req.url);
	const destination = surroundings.router.find(method, path);
	const [route, model] = 'status' in destination ? [] : [destination.route.name, destination.model?.id];
	const record = surroundings.requests.begin(req, route, model);
	const strike = surroundings.faults.strike({ route, method, path });
	const kinds = [strike.wire, strike.job].flatMap((fault) => (fault ? [faultName(fault)] : []));
	if (kinds.length > 0) record.fault = kinds.join('+');
	try {
		await new Exchange(req, res, destination, record, strike, surroundings).run();
	} catch (error) {
		if (req.socket.destroyed) return;
		process.stderr.write(`sandbox: ${method} ${path}: ${String(error)}\n`);
		await send(res, refusal(500, 'Internal Server Error'), { kind: 'whole' });
	}
}

class Exchange {
	constructor(
		private readonly req: IncomingMessage,
		private readonly res: ServerResponse,
		private readonly destination: Destination,
		private readonly record: OpenRecord,
		private readonly strike: Strike,
		private readonly around: Surroundings,
	) {}

	async run(): Promise<void> {
		const ending = await this.proceed();
		if (ending.kind === 'reset') {
			this.req.socket.resetAndDestroy();
			return;
		}
		const { reply, manner } = ending;
		this.record.status = reply.status;
		const { ledger } = this.around.state;
		await send(this.res, reply, manner, (sent) => {
			if (reply.delivers) ledger.noteSent(reply.delivers.id, sent);
		});
	}

	private async proceed(): Promise<Ending> {
		const early = await this.struckAt('onArrival');
		if (early) return early;
		const body = await this.receive();
		if (body === 'struck') return { kind: 'reset' };
		try {
			const unaccepted = await this.struckAt('afterUpload');
			if (unaccepted) return unaccepted;
			const reply = await this.answer(body);
			const answered = await this.struckAt('onAnswer', reply);
			return answered ?? { kind: 'answer', reply, manner: { kind: 'whole' } };
		} finally {
			await discardForm(body.form, this.around.state.workspace);
		}
	}

	private async receive(): Promise<Body | 'struck'> {
		const operation = 'status' in this.destination ? undefined : this.destination.operation;
		const { wire } = this.strike;
		const { workspace } = this.around.state;
		if (!wire || momentOf(wire, this.record.method) !== 'duringUpload') {
			return await readBody(this.req, operation, this.record, workspace, undefined);
		}
		const announced = Number(this.record.headers['content-length'] ?? 0);
		try {
			await readBody(this.req, undefined, this.record, workspace, Math.floor(announced / 2));
		} catch (error) {
			if (!(error instanceof UploadStruck)) throw error;
		}
		// A request without a body meets its reset all the same.
		return 'struck';
	}

	private async answer(body: Body): Promise<Reply> {
		const { destination, record, around } = this;
		if ('status' in destination) {
			return refusal(
				destination.status,
				destination.status === 404 ? 'Not Found' : 'Method Not Allowed',
			);
		}
		if (record.apiKey === undefined || record.apiKey === '') return refusal(401, 'No API key provided');
		const grant = around.state.keys.grantOf(record.apiKey);
		if (!grant) return refusal(401, 'Invalid API key');
		if (body.refused) return body.refused;
		const call = this.call(destination, body, grant);
		return await destination.route.handler(call, around.state);
	}

	private call({ operation, params, model }: Found, body: Body, grant: Call['grant']): Call {
		const { job: fate } = this.strike;
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
			...(fate && { fate }),
		};
	}

	/** How the request ends when its fault strikes at this moment; `undefined` when it goes on. */
	private async struckAt(moment: Moment, due?: Reply): Promise<Ending | undefined> {
		const { wire } = this.strike;
		if (!wire || momentOf(wire, this.record.method) !== moment) return undefined;
		if (wire.kind === 'latency' || (wire.kind === 'stall' && wire.at !== 'midAnswer')) {
			await sleepOrGone(this.res, wire.ms);
			return undefined;
		}
		return endingOf(wire, {
			due,
			key: this.record.apiKey,
			self: this.around.url() + this.record.path,
			offerElsewhere: (reply) => this.around.foreign.offer(reply),
		});
	}
}

/** A fault's kind, with what tells it from others of the kind: `reset midAnswer`, `status 503`. */
function faultName(fault: Fault): string {
	const details = {
		at: 'at' in fault ? fault.at : undefined,
		status: fault.kind === 'status' ? fault.status : undefined,
		announce: 'announce' in fault ? fault.announce : undefined,
		fate: 'fate' in fault ? fault.fate : undefined,
	};
	return [fault.kind, ...Object.values(details).filter((detail) => detail !== undefined)].join(' ');
}
