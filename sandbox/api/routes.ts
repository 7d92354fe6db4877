import type { FaultRoute } from '../faults/faultPlan';
import type { Reply } from '../http/reply';
import { createClientToken, getQuota } from './account';
import { deleteFile, getFile, uploadFile } from './files';
import { generate } from './process';
import { getJob, getJobContent } from './jobs';
import { resolveModels } from './models';
import type { Call, State } from './context';
import { submit } from './queue';

/** Answers one operation. */
export type Handler = (call: Call, state: State) => Promise<Reply>;

export interface Route {
	readonly name: FaultRoute;
	readonly handler: Handler;
}

/** What answers each operation of the document that is not a generation. */
export const ROUTES: Readonly<Record<string, Route>> = {
	'GET /v1/jobs/{job_id}': { name: 'poll', handler: getJob },
	'GET /v1/jobs/{job_id}/content': { name: 'content', handler: getJobContent },
	'POST /v1/files': { name: 'files', handler: uploadFile },
	'GET /v1/files/{file_id}': { name: 'files', handler: getFile },
	'DELETE /v1/files/{file_id}': { name: 'files', handler: deleteFile },
	'POST /v1/models/resolve': { name: 'models', handler: resolveModels },
	'GET /v1/realtime/quota': { name: 'account', handler: getQuota },
	'POST /v1/client/tokens': { name: 'account', handler: createClientToken },
};

/** What answers a generation, by surface. */
export const GENERATIONS: Readonly<Record<'generate' | 'submit', Route>> = {
	generate: { name: 'generate', handler: generate },
	submit: { name: 'submit', handler: submit },
};
