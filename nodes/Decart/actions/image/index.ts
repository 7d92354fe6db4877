import { imageEdit } from '../../generated/imageEdit';
import { imageGenerate } from '../../generated/imageGenerate';
import { createGenerationParameters } from '../../generation/generationParameters';
import { resource } from '../resource';

export const image = resource(
	{ name: 'Image', value: 'image', description: 'Restyle and edit images' },
	'edit',
	{
		edit: {
			name: 'Edit',
			action: 'Edit an image',
			description: 'Restyle or change an image by describing what you want',
			parameters: createGenerationParameters(imageEdit),
		},
		generate: {
			name: 'Generate (Retired)',
			action: 'Generate an image from text (retired)',
			description:
				'Make an image from a text. Decart has retired the models for this; only private hosts may still serve them.',
			parameters: createGenerationParameters(imageGenerate),
		},
	},
);
