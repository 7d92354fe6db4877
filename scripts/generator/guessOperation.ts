import type { MediaKind } from '../../nodes/Decart/types';
import { isFile, type WrittenField } from './readField';
import type { Route } from './readRoutes';

const VIDEO = /\b(video|clip|footage)s?\b/i;
const IMAGE = /\b(image|picture|photo|frame)s?\b/i;

/**
 * The operation that a model of unknown purpose most likely belongs to, judged by the path that serves it and the
 * files that it takes: `image.edit` for an image sent to the process surface, and so on.
 */
export function guessOperation(route: Route, fields: readonly WrittenField[]): string {
	const files = fields.filter((field) => isFile(field.schema));
	const source = files.find((file) => file.required) ?? files.find((file) => file.name === 'data');
	if (route.surface === 'process') return source ? 'image.edit' : 'image.generate';
	if (['start', 'end'].every((name) => files.some((file) => file.name === name))) return 'video.transition';
	if (!source) return 'video.generate';
	return guessMedia(source, route) === 'image' ? 'video.animate' : 'video.edit';
}

/** The media that a file field most likely takes: what its type says, else its description, else its path. */
export function guessMedia(field: WrittenField, route: Route): MediaKind {
	if (typeof field.schema === 'object') {
		const { contentMediaType = '', description = '' } = field.schema;
		const named = /^(image|video)\//.exec(contentMediaType)?.[1] ?? firstMentioned(description);
		if (named) return named as MediaKind;
	}
	if (field.name !== 'data') return 'image';
	const { summary = '', description = '' } = route.operation;
	return firstMentioned(`${summary} ${description}`) ?? (route.surface === 'process' ? 'image' : 'video');
}

function firstMentioned(text: string): MediaKind | undefined {
	const at = (pattern: RegExp) => (pattern.test(text) ? text.search(pattern) : Infinity);
	const [video, image] = [at(VIDEO), at(IMAGE)];
	if (video === image) return undefined;
	return video < image ? 'video' : 'image';
}
