import { copyFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json, type Reply } from '../http/reply';
import { hashLook } from '../media/image';
import { transformVideo } from '../media/video';
import type { JobResult } from '../store/jobStore';
import { makeImage } from './process';
import { accept, checkGeneration, type Generation } from './validateGeneration';
import type { Call, State } from './context';

/** The clip that a video is made from where the input is none that can be rewritten in place. */
const BASE_CLIP = join(__dirname, '..', '..', 'examples', 'media', 'coffee-zoom.mp4');

/** `POST /v1/jobs/{model}`: a job that makes the result. */
export async function submit(call: Call, state: State): Promise<Reply> {
	const { model } = call;
	if (!model) throw new Error(`${call.operation.path} serves no model`);
	const generation = await checkGeneration(call, model, state);
	if ('refused' in generation) return generation.refused;
	const jobId = state.newId('job_');
	const entry = accept(generation, call, state, jobId);
	const result = await makeResult(generation, state.tempFiles.newPath());
	state.jobs.submit({ id: jobId, entry, fault: call.jobFault, result });
	return json({ job_id: jobId, status: 'pending' });
}

async function makeResult(generation: Generation, path: string): Promise<JobResult> {
	if (generation.model.output === 'image') {
		const image = await makeImage(generation);
		await writeFile(path, image);
		return { contentType: 'image/png', body: { path, size: image.length } };
	}
	await makeVideo(generation, path);
	return { contentType: 'video/mp4', body: { path, size: (await stat(path)).size } };
}

/** An MP4 is taken over and rewritten in place; nothing of it passes through memory. */
async function makeVideo({ files, containers, look }: Generation, path: string): Promise<void> {
	const { data } = files;
	if (data && containers['data'] === 'mp4') await rename(data.path, path);
	else await copyFile(BASE_CLIP, path);
	const [choice = 0] = hashLook(look);
	await transformVideo(path, choice, look);
}
