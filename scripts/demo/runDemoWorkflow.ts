import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { ITaskData } from 'n8n-workflow';
import { DECART, loadEngine, type WorkflowFile } from '../engine';
import { openBinaryStore } from '../engine/binaryStore';
import type { DemoApi } from './api';
import type { Disk } from './disk';
import { madeBy, type Made } from './results';
import type { Narrator } from './progress';
import { ifNode, wait } from './standIns/loop';
import { readWriteFile } from './standIns/readWriteFile';
import { manualTrigger, stickyNote } from './standIns/triggers';

const BASE = 'n8n-nodes-base';
const TRIGGER = `${BASE}.manualTrigger`;
const FILES = `${BASE}.readWriteFile`;

export interface DemoRun {
	readonly workflow: WorkflowFile;
	readonly api: DemoApi;
	readonly disk: Disk;
	readonly narrator: Narrator;
}

/**
 * Runs a workflow file in n8n's engine with the built node. Only the nodes of n8n itself are stood in for.
 *
 * @returns what the workflow wrote, in the order of its items
 * @throws WorkflowFailed when a node failed, or when nothing was written
 */
export async function runDemoWorkflow({ workflow, api, disk, narrator }: DemoRun): Promise<Made[]> {
	const engine = await loadEngine();
	const removeStore = await openBinaryStore('filesystem');
	const findType = (name: string) => workflow.nodes.find((node) => node.name === name)?.type;
	let areInputsRead = false;
	const endWatch = watchStore((fileName, bytes) => {
		if (areInputsRead) narrator.received(fileName, bytes);
	});
	try {
		const { result } = engine.start({
			workflow,
			startNode: workflow.nodes.find(({ type }) => type === TRIGGER)?.name ?? '',
			credentials: { decartApi: api.credential },
			otherNodes: {
				[TRIGGER]: manualTrigger,
				[`${BASE}.stickyNote`]: stickyNote,
				[FILES]: readWriteFile(disk, narrator),
				[`${BASE}.wait`]: wait(api, narrator),
				[`${BASE}.if`]: ifNode,
			},
			onNodeDone: (name, data) => {
				if (findType(name) === FILES) areInputsRead = true;
				if (findType(name) === DECART) tellJobs(data, narrator);
			},
		});
		return madeBy(await result, workflow.nodes);
	} finally {
		endWatch();
		await removeStore();
	}
}

/**
 * Tells of each file as soon as n8n's binary store holds it, long before its node is done.
 *
 * @returns ends it
 */
function watchStore(tell: (fileName: string, bytes: number) => void): () => void {
	const service = Container.get(BinaryDataService);
	const { store } = service;
	service.store = async (...args) => {
		const stored = await store.apply(service, args);
		tell(stored.fileName ?? '', stored.bytes ?? 0);
		return stored;
	};
	return () => {
		service.store = store;
	};
}

function tellJobs(data: ITaskData, narrator: Narrator): void {
	for (const { json } of data.data?.main?.[0] ?? []) {
		const { jobId, status } = json;
		if (typeof jobId === 'string' && status !== 'completed') narrator.job(jobId, String(status));
	}
}
