import { createServer } from 'node:http';
import { join } from 'node:path';
import { control, type Controls } from './server/control';
import type { State } from './api/context';
import { FaultMatcher } from './faults/faultMatcher';
import { CrossOriginServer } from './faults/crossOriginServer';
import { parseFaultPlan } from './faults/parseFaultPlan';
import { handleRequest, type ServerContext } from './server/handleRequest';
import { Listener } from './http/listener';
import { Router } from './server/router';
import { send } from './http/send';
import { digest, idMaker } from './util/random';
import { ModelCatalog } from './openapi/modelCatalog';
import { loadOperations } from './openapi/operations';
import { Clock } from './util/clock';
import { FileStore } from './store/fileStore';
import { DEFAULT_SCHEDULE, JobStore } from './store/jobStore';
import { KeyStore } from './store/keyStore';
import { Ledger } from './store/ledger';
import { RequestLog } from './store/requestLog';
import { TempFiles } from './util/tempFiles';
import type { SandboxOptions } from './types';

export type { Fault, FaultPlan, FaultRoute, FaultRule } from './faults/faultPlan';
export type { CrossOriginRequest } from './faults/crossOriginServer';
export type * from './types';

/** A running stand-in for api.decart.ai, and everything that a test may ask of it. */
export interface Sandbox extends Controls {
	readonly url: string;
	readonly port: number;
	readonly apiKey: string;
	/** The other origin that a `redirect` fault leads to. */
	readonly otherOrigin: Pick<CrossOriginServer, 'url' | 'requests'>;
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
 * answers as Decart does, with real images and videos. Rejects when the port is taken, the document has a
 * rule that the sandbox does not check, or the fault plan is not understood.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings: Settings = { ...DEFAULTS, ...options };
	const catalog = new ModelCatalog(join(ROOT, 'openapi', 'curation.yaml'));
	const operations = await loadOperations(settings.spec ?? join(ROOT, 'openapi', 'decart.yaml'));
	const router = new Router(operations, catalog, settings.retired ?? false);
	const faults = new FaultMatcher(settings.seed);
	if (settings.faults) faults.setPlan(parseFaultPlan(settings.faults));

	const requests = new RequestLog();
	const state = newState(settings, router, catalog);
	const otherOrigin = new CrossOriginServer((reply, sent) => {
		if (reply.delivers) state.ledger.recordDelivery(reply.delivers, sent);
	});

	const running = new Set<Promise<void>>();
	const http = createServer((req, res) => {
		const answered = req.url?.startsWith('/sandbox/')
			? control(req, controls).then((reply) => send(res, reply, { kind: 'complete' }))
			: handleRequest(req, res, {
					router,
					state,
					requests,
					faults,
					otherOrigin,
					url: () => formatUrl(listener),
				});
		running.add(answered);
		void answered.finally(() => running.delete(answered));
	});
	http.requestTimeout = 0;
	const listener = new Listener(http, () => {
		const { wire } = faults.match({ route: 'connection', method: '', path: '' });
		return wire?.kind === 'drop' || wire?.kind === 'refuse' ? wire : { kind: 'accept' };
	});

	const controls = createControls({ state, requests, faults, otherOrigin }, listener);

	try {
		await otherOrigin.open();
		await listener.open(settings.port ?? 0);
	} catch (error) {
		await otherOrigin.close();
		state.tempFiles.remove();
		throw error;
	}
	return {
		...controls,
		url: formatUrl(listener),
		port: listener.port,
		apiKey: settings.apiKey,
		otherOrigin,
		refuseConnections: (ms) => listener.refuse(ms),
		settled: async () => {
			while (running.size > 0) await Promise.allSettled(running);
		},
		close: async () => {
			await listener.close();
			await otherOrigin.close();
			await Promise.allSettled(running);
			state.tempFiles.remove();
		},
	};
}

function createControls(
	{
		state,
		requests,
		faults,
		otherOrigin,
	}: Pick<ServerContext, 'state' | 'requests' | 'faults' | 'otherOrigin'>,
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
			const stores = [state.ledger, state.jobs, state.files, state.keys, requests, otherOrigin];
			for (const store of stores) store.clear();
			state.clock.reset();
			faults.setPlan({ rules: [] });
		},
	};
}

function newState(settings: Settings, router: Router, catalog: ModelCatalog): State {
	const clock = new Clock();
	const tempFiles = new TempFiles();
	let unseeded = 0;
	return {
		ledger: new Ledger(),
		jobs: new JobStore(clock, tempFiles, settings.jobSchedule),
		files: new FileStore(clock),
		keys: new KeyStore(settings.apiKey, clock),
		clock,
		tempFiles,
		quota: settings.quota,
		fileTtlSeconds: settings.fileTtlSeconds,
		modelIds: new Map(router.models().map((name) => [name, catalog.resolve(name)])),
		newId: idMaker(settings.seed),
		nextSeed: () => {
			unseeded += 1;
			return digest(settings.seed, 'seed', unseeded).readUInt32BE(0);
		},
	};
}

function formatUrl(listener: Listener): string {
	return `http://127.0.0.1:${listener.port}`;
}
