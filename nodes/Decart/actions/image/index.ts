import { imageEdit } from '../../generated/imageEdit';
import { imageGenerate } from '../../generated/imageGenerate';
import { createGenerationOperation } from '../../generation/generationOperation';
import { resource } from '../resource';

export const image = resource(
	{ name: 'Image', value: 'image', description: 'Restyle and edit images' },
	'edit',
	{
		edit: {
			name: 'Edit',
			action: 'Edit an image',
			description: 'Restyle or change an image by describing what you want',
			operation: createGenerationOperation(imageEdit),
		},
		generate: {
			name: 'Generate (Retired)',
			action: 'Generate an image from text (retired)',
			description:
				'Make an image from a text. Decart has retired the models for this; only private hosts may still serve them.',
			operation: createGenerationOperation(imageGenerate),
		},
	},
);
