import type { IncomingMessage } from 'node:http';
import { empty, json, refusal, type Reply } from '../http/reply';
import { parseTarget } from '../http/request';
import { parseFaultPlan } from '../faults/parseFaultPlan';
import type { FaultPlan } from '../faults/faultPlan';
import type { JobSchedule, JobView, LedgerEntry, RecordedRequest } from '../types';

/** What the control endpoints can do; the same that a `Sandbox` offers in process. */
export interface Controls {
	ledger(): LedgerEntry[];
	requests(): RecordedRequest[];
	jobs(): JobView[];
	setFaults(plan: FaultPlan): void;
	setJobSchedule(schedule: JobSchedule): void;
	advance(ms: number): void;
	openSockets(): number;
	reset(): void;
}

type Control = (controls: Controls, body: unknown) => Reply;

const CONTROLS: Readonly<Record<string, Control>> = {
	'GET /sandbox/health': (controls) =>
		json({
			status: 'ok',
			openSockets: controls.openSockets(),
			residentBytes: process.memoryUsage().rss,
			peakResidentBytes: process.resourceUsage().maxRSS * 1024,
		}),
	'GET /sandbox/ledger': (controls) => json(controls.ledger()),
	'GET /sandbox/requests': (controls) => json(controls.requests()),
	'GET /sandbox/jobs': (controls) => json(controls.jobs()),
	'POST /sandbox/reset': (controls) => {
		controls.reset();
		return empty();
	},
	'POST /sandbox/faults': (controls, body) => {
		controls.setFaults(parseFaultPlan(body));
		return empty();
	},
	'POST /sandbox/schedule': (controls, body) => {
		const { pendingMs, processingMs } = body as Partial<JobSchedule>;
		controls.setJobSchedule({
			pendingMs: milliseconds(pendingMs, 'pendingMs'),
			processingMs: milliseconds(processingMs, 'processingMs'),
		});
		return empty();
	},
	'POST /sandbox/clock': (controls, body) => {
		controls.advance(milliseconds((body as { advanceMs?: unknown }).advanceMs, 'advanceMs'));
		return empty();
	},
};

/**
 * Answers a request under `/sandbox/`, which needs no key, is not recorded and never gets a fault.
 */
export async function control(req: IncomingMessage, controls: Controls): Promise<Reply> {
	const answer = CONTROLS[`${req.method} ${parseTarget(req.url).path}`];
	if (!answer) return refusal(404, 'Not Found');
	try {
		const chunks: Buffer[] = [];
		for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
		return answer(controls, JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'));
	} catch (error) {
		return refusal(400, error instanceof Error ? error.message : String(error));
	}
}

function milliseconds(value: unknown, name: string): number {
	if (typeof value === 'number' && value >= 0) return value;
	throw new Error(`${name} must be a number of milliseconds`);
}
