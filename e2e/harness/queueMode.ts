import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstalledN8n } from '../../scripts/n8n/install';
import {
	newUserFolder,
	quietSettings,
	startN8n,
	WITHOUT_EDITOR,
	type StartedN8n,
} from '../../scripts/n8n/launch';
import { spawnN8n, waitUntilUp, type N8nProcess } from '../../scripts/n8n/spawnN8n';
import { givePackage } from '../../scripts/n8n/package';
import { freePort } from '../../scripts/n8n/ports';
import { postgresSettings, startPostgres, startRedis, type Service } from '../../scripts/n8n/services';

/** An n8n in queue mode: a main process, which executes nothing, and two workers to begin with. */
export interface Queue {
	readonly main: StartedN8n;
	/** Every worker that was started, also those that have ended since. */
	readonly workers: readonly N8nProcess[];
	startWorker(): Promise<N8nProcess>;
	/** The worker that has run an execution, by its log. */
	ranOn(execution: string): Promise<N8nProcess>;
	stop(): Promise<void>;
}

/** How long a lost worker goes unnoticed, in milliseconds. n8n's default is half a minute. */
const NOTICED_AFTER_MS = 3_000;

/** Starts Redis, PostgreSQL, a main process and two workers, with files kept in the database. */
export async function startQueue(installed: InstalledN8n): Promise<Queue> {
	const services = await Promise.all([startRedis(), startPostgres()]);
	const undo: (() => Promise<void>)[] = services.map((service) => service.stop);
	const stop = async (): Promise<void> => {
		for (const end of undo.reverse()) await end();
	};
	try {
		const env = settingsFor(...services);
		const main = await startN8n(installed, env);
		undo.push(main.stop);
		const workers: N8nProcess[] = [];
		const addWorker = async (): Promise<N8nProcess> => {
			const { worker, isUp, end } = await startWorker(installed, env);
			undo.push(end);
			workers.push(worker);
			await isUp();
			return worker;
		};
		await Promise.all([addWorker(), addWorker()]);
		return {
			main,
			workers,
			startWorker: addWorker,
			ranOn: async (execution) => await findWorker(workers, execution),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function findWorker(workers: readonly N8nProcess[], execution: string): Promise<N8nProcess> {
	const finished = new RegExp(`finished execution ${execution}\\b`, 'i');
	for (const worker of workers) if (finished.test(await readFile(worker.log, 'utf8'))) return worker;
	throw new Error(`No worker has run execution ${execution}`);
}

async function startWorker(installed: InstalledN8n, env: Readonly<Record<string, string>>) {
	const folder = await newUserFolder(installed.version);
	await givePackage(folder);
	const port = await freePort();
	const settings = {
		...quietSettings(folder),
		...env,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
	};
	const log = join(folder, 'worker.log');
	const worker = spawnN8n(installed, ['worker', '--concurrency=5'], settings, log);
	const end = async (): Promise<void> => {
		await worker.stop();
		await rm(folder, { recursive: true, force: true });
	};
	const isUp = async () =>
		await waitUntilUp(
			`http://127.0.0.1:${port}/healthz/readiness`,
			new RegExp(`port ${port}$`, 'm'),
			worker,
		);
	return { worker, isUp, end };
}

function settingsFor(redis: Service, postgres: Service): Record<string, string> {
	return {
		...WITHOUT_EDITOR,
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_WORKER_LOCK_DURATION: String(NOTICED_AFTER_MS),
		QUEUE_WORKER_LOCK_RENEW_TIME: String(NOTICED_AFTER_MS / 3),
		QUEUE_WORKER_STALLED_INTERVAL: String(NOTICED_AFTER_MS),
		...postgresSettings(postgres),
	};
}
