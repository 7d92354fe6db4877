import { imageEdit } from '../../generated/imageEdit';
import { imageGenerate } from '../../generated/imageGenerate';
import { generatingOperation } from '../../generation/generatingOperation';
import { resource } from '../resource';

export const image = resource(
	{ name: 'Image', value: 'image', description: 'Restyle and edit pictures' },
	'edit',
	{
		edit: {
			name: 'Edit',
			action: 'Edit an image',
			description: 'Restyle or change a picture by describing what you want',
			operation: generatingOperation(imageEdit),
		},
		generate: {
			name: 'Generate (Retired)',
			action: 'Generate an image from text (retired)',
			description:
				'Make a picture from a text. Decart has retired the models for this; only private hosts may still serve them.',
			operation: generatingOperation(imageGenerate),
		},
	},
);
