import type { ObtainedResult } from '../../nodes/Decart/operation/idempotencyEntry';

/** A result as it is kept: an image of its own name, size, seed and place in the store. */
export function keptImage(number: number): ObtainedResult {
	const fileName = `photo-${number}-lucy-image-2.png`;
	const id = `filesystem-v2:workflows/Zx81kqwePLmn2211/executions/17/binary_data/${crypto.randomUUID()}`;
	const fileSize = 1_000_000 + number;
	const json = { model: 'lucy-image-2', status: 'completed', seed: 4_000_000_000 + number };
	return {
		json: { ...json, durationMs: 3000 + (number % 977), fileName, mimeType: 'image/png', fileSize },
		file: {
			mimeType: 'image/png',
			fileType: 'image' as const,
			fileExtension: 'png',
			data: 'filesystem-v2',
			fileName,
			fileSize: `${(fileSize / 1e6).toFixed(2)} MB`,
			bytes: fileSize,
			id,
		},
	};
}
