import { refusal, type Reply } from '../http/reply';
import { inspectImage, type Look, UnreadableImageError } from '../media/image';
import type { Color } from '../media/colorFilters';
import { inspectVideo, type VideoContainer } from '../media/video';
import { UnreadableVideoError } from '../media/mp4Boxes';
import type { ReceivedFile } from '../multipart/receiveForm';
import { type CheckedForm, checkForm } from '../openapi/validateForm';
import { type Issue, valueError } from '../openapi/validationIssues';
import type { MediaKind } from '../../nodes/Decart/types';
import type { ServedModel } from '../openapi/modelCatalog';
import type { LedgerEntry } from '../types';
import type { Call, State } from './context';

/** A generation request that is in order. Nothing is owed for it yet. */
export interface Generation extends CheckedForm {
	readonly model: ServedModel;
	readonly look: Look;
	/** The container of each video that was sent. */
	readonly containers: Readonly<Record<string, VideoContainer>>;
}

/** What reading into a file tells. */
interface Inspection {
	readonly color?: Color;
	readonly container?: VideoContainer;
	readonly issue?: Issue;
}

/** Checks a generation request to the bottom, files included. Gives the refusal of one that is not in order. */
export async function checkGeneration(
	call: Call,
	model: ServedModel,
	state: State,
): Promise<Generation | { readonly refused: Reply }> {
	if (call.grant.models && !call.grant.models.includes(model.id)) {
		return { refused: refusal(403, `This key may not use ${model.id}`) };
	}
	const { issues, unknownFields, values, files } = checkForm(call.operation.form ?? {}, call.form);
	call.record.unknownFields = unknownFields;
	if (issues.length > 0) return { refused: refusal(422, issues) };

	const inspections = await inspectFiles(files, model.accepts);
	const unreadable = Object.values(inspections).flatMap(({ issue }) => (issue ? [issue] : []));
	if (unreadable.length > 0) return { refused: refusal(422, unreadable) };

	const containers: Record<string, VideoContainer> = {};
	for (const [name, { container }] of Object.entries(inspections)) {
		if (container) containers[name] = container;
	}
	const { reference_image: reference } = files;
	const color = inspections['reference_image']?.color;
	const look: Look = {
		model: model.id,
		prompt: String(values['prompt'] ?? ''),
		seed: Number(values['seed'] ?? state.nextSeed()),
		resolution: String(values['resolution'] ?? '720p'),
		enhancePrompt: values['enhance_prompt'] !== false,
		...(reference && color && { reference: { sha256: reference.sha256, color } }),
	};
	return { model, values, files, look, containers };
}

/** Accepts a generation: from here on it is owed, and stands in the ledger. */
export function accept(generation: Generation, call: Call, state: State, jobId?: string): LedgerEntry {
	const { model, values, look, files } = generation;
	const inputs = Object.entries(files).map(([name, file]) => [name, file.sha256]);
	const entry = state.ledger.accept({
		id: state.newId('gen_'),
		model: model.id,
		...(jobId !== undefined && { jobId }),
		requestId: call.record.id,
		fields: { ...values, seed: look.seed },
		inputs: Object.fromEntries(inputs),
		bytes: call.record.bytes,
		...(call.record.fault !== undefined && { fault: call.record.fault }),
	});
	call.record.billed = entry.id;
	return entry;
}

async function inspectFiles(
	files: Readonly<Record<string, ReceivedFile>>,
	accepts: ServedModel['accepts'],
): Promise<Record<string, Inspection>> {
	const inspections: Record<string, Inspection> = {};
	for (const [name, file] of Object.entries(files)) {
		inspections[name] = await inspect(name, file, accepts[name] ?? 'image');
	}
	return inspections;
}

async function inspect(name: string, { path, sha256 }: ReceivedFile, kind: MediaKind): Promise<Inspection> {
	try {
		if (kind === 'image') return { color: await inspectImage(path, sha256) };
		return { container: await inspectVideo(path) };
	} catch (error) {
		if (error instanceof UnreadableImageError || error instanceof UnreadableVideoError) {
			return { issue: valueError(['body', name], `The file is not a readable ${kind}`) };
		}
		throw error;
	}
}
