import { createServer } from 'node:http';
import { join } from 'node:path';
import { control, type Controls } from './server/control';
import type { State } from './api/context';
import { FaultEngine } from './faults/faultMatcher';
import { Foreign } from './faults/otherOrigin';
import { parseFaultPlan } from './faults/parsePlan';
import { exchange, type Surroundings } from './server/handleRequest';
import { Listener } from './server/listener';
import { Router } from './server/router';
import { send } from './http/send';
import { digest, idMaker } from './util/random';
import { ModelCatalogue } from './openapi/modelCatalog';
import { loadOperations } from './openapi/operations';
import { Clock } from './util/clock';
import { Files } from './store/fileStore';
import { DEFAULT_SCHEDULE, Jobs } from './store/jobStore';
import { Keys } from './store/keys';
import { Ledger } from './store/ledger';
import { RequestLog } from './store/requestLog';
import { Workspace } from './util/tempFiles';
import type { SandboxOptions } from './types';

export type { Fault, FaultPlan, FaultRoute, FaultRule } from './faults/plan';
export type { ForeignRequest } from './faults/otherOrigin';
export type * from './types';

/** A running stand-in for api.decart.ai, and everything that a test may ask of it. */
export interface Sandbox extends Controls {
	readonly url: string;
	readonly port: number;
	readonly apiKey: string;
	/** The other origin that a `redirect` fault leads to. */
	readonly foreign: Pick<Foreign, 'url' | 'requests'>;
	/** Moves the sandbox's clock: jobs get on, files and client keys expire. */
	advance(ms: number): void;
	/** Closes the port for so many milliseconds; open connections stay. */
	refuseConnections(ms: number): void;
	/** Forgets records, ledger, jobs, files, client keys and faults. Ids go on. */
	reset(): void;
	/** Resolves when no request is in hand any more: only then is the ledger complete. */
	settled(): Promise<void>;
	/** Ends every connection and removes all temporary files. */
	close(): Promise<void>;
}

const ROOT = join(__dirname, '..');
type Settings = SandboxOptions &
	Required<Pick<SandboxOptions, 'apiKey' | 'jobSchedule' | 'fileTtlSeconds' | 'quota' | 'seed'>>;

const DEFAULTS: Settings = {
	apiKey: 'dct_sandbox_key',
	jobSchedule: DEFAULT_SCHEDULE,
	fileTtlSeconds: 24 * 60 * 60,
	quota: { limit: 5, active: 0, remaining: 5 },
	seed: 1,
};

/**
 * Starts a stand-in for api.decart.ai on 127.0.0.1. It checks every request against the API's document and
 * answers as Decart does, with real pictures and videos. Rejects when the port is taken, the document has a
 * rule that the sandbox does not check, or the fault plan is not understood.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings: Settings = { ...DEFAULTS, ...options };
	const catalogue = new ModelCatalogue(join(ROOT, 'openapi', 'curation.yaml'));
	const operations = await loadOperations(settings.spec ?? join(ROOT, 'openapi', 'decart.yaml'));
	const router = new Router(operations, catalogue, settings.retired ?? false);
	const faults = new FaultEngine(settings.seed);
	if (settings.faults) faults.setPlan(parseFaultPlan(settings.faults));

	const requests = new RequestLog();
	const state = newState(settings, router, catalogue);
	const foreign = new Foreign((reply, sent) => {
		if (reply.delivers) state.ledger.noteSent(reply.delivers.id, sent);
	});

	const running = new Set<Promise<void>>();
	const http = createServer((req, res) => {
		const answered = req.url?.startsWith('/sandbox/')
			? control(req, controls).then((reply) => send(res, reply, { kind: 'whole' }))
			: exchange(req, res, { router, state, requests, faults, foreign, url: () => urlOf(listener) });
		running.add(answered);
		void answered.finally(() => running.delete(answered));
	});
	http.requestTimeout = 0;
	const listener = new Listener(http, () => {
		const { wire } = faults.strike({ route: 'connection', method: '', path: '' });
		return wire?.kind === 'drop' || wire?.kind === 'refuse' ? wire : { kind: 'accept' };
	});

	const controls = controlsOf({ state, requests, faults, foreign }, listener);

	try {
		await foreign.open();
		await listener.open(settings.port ?? 0);
	} catch (error) {
		await foreign.close();
		state.workspace.remove();
		throw error;
	}
	return {
		...controls,
		url: urlOf(listener),
		port: listener.port,
		apiKey: settings.apiKey,
		foreign,
		refuseConnections: (ms) => listener.refuse(ms),
		settled: async () => {
			while (running.size > 0) await Promise.allSettled(running);
		},
		close: async () => {
			await listener.close();
			await foreign.close();
			await Promise.allSettled(running);
			state.workspace.remove();
		},
	};
}

function controlsOf(
	{ state, requests, faults, foreign }: Pick<Surroundings, 'state' | 'requests' | 'faults' | 'foreign'>,
	listener: Listener,
): Controls {
	return {
		ledger: () => state.ledger.entries(),
		requests: () => requests.all(),
		jobs: () => state.jobs.views(),
		setFaults: (plan) => faults.setPlan(parseFaultPlan(plan)),
		setJobSchedule: (schedule) => {
			state.jobs.schedule = schedule;
		},
		advance: (ms) => state.clock.advance(ms),
		openSockets: () => listener.openSockets(),
		reset: () => {
			const stores = [state.ledger, state.jobs, state.files, state.keys, requests, foreign];
			for (const store of stores) store.clear();
			state.clock.reset();
			faults.setPlan({ rules: [] });
		},
	};
}

function newState(settings: Settings, router: Router, catalogue: ModelCatalogue): State {
	const clock = new Clock();
	const workspace = new Workspace();
	let unseeded = 0;
	return {
		ledger: new Ledger(),
		jobs: new Jobs(clock, workspace, settings.jobSchedule),
		files: new Files(clock),
		keys: new Keys(settings.apiKey, clock),
		clock,
		workspace,
		quota: settings.quota,
		fileTtlSeconds: settings.fileTtlSeconds,
		modelIds: new Map(router.models().map((name) => [name, catalogue.resolve(name)])),
		newId: idMaker(settings.seed),
		nextSeed: () => {
			unseeded += 1;
			return digest(settings.seed, 'seed', unseeded).readUInt32BE(0);
		},
	};
}

function urlOf(listener: Listener): string {
	return `http://127.0.0.1:${listener.port}`;
}
