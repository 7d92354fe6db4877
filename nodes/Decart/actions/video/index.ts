import { videoAnimate } from '../../generated/videoAnimate';
import { videoEdit } from '../../generated/videoEdit';
import { videoGenerate } from '../../generated/videoGenerate';
import { videoRestyle } from '../../generated/videoRestyle';
import { videoTransition } from '../../generated/videoTransition';
import { videoTryOn } from '../../generated/videoTryOn';
import { createGenerationParameters } from '../../generation/generationParameters';
import { resource } from '../resource';

export const video = resource(
	{ name: 'Video', value: 'video', description: 'Edit and restyle videos' },
	'edit',
	{
		edit: {
			name: 'Edit',
			action: 'Edit a video',
			description: 'Change a video by describing what you want, by a reference image, or both',
			parameters: createGenerationParameters(videoEdit),
		},
		restyle: {
			name: 'Restyle',
			action: 'Restyle a video',
			description: 'Give a whole video another style, described in words or shown by an image',
			parameters: createGenerationParameters(videoRestyle),
		},
		tryOn: {
			name: 'Virtual Try-On',
			action: 'Try on a garment in a video',
			description: 'Put a garment on the person in a video',
			parameters: createGenerationParameters(videoTryOn),
		},
		animate: {
			name: 'Animate (Retired)',
			action: 'Animate an image (retired)',
			description:
				'Make a video from an image. Decart has retired the models for this; only private hosts may still serve them.',
			parameters: createGenerationParameters(videoAnimate),
		},
		generate: {
			name: 'Generate (Retired)',
			action: 'Generate a video from text (retired)',
			description:
				'Make a video from a text. Decart has retired the models for this; only private hosts may still serve them.',
			parameters: createGenerationParameters(videoGenerate),
		},
		transition: {
			name: 'Transition (Retired)',
			action: 'Make a video between two images (retired)',
			description:
				'Make a video that leads from one image to another. Decart has retired the models for this; only private hosts may still serve them.',
			parameters: createGenerationParameters(videoTransition),
		},
	},
);
