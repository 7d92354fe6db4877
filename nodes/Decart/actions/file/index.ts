import { resource } from '../resource';
import { deleteFile } from './delete';
import { getFile } from './get';
import { uploadFile } from './upload';

export const file = resource({ name: 'File', value: 'file', description: 'Files kept at Decart' }, 'upload', {
	delete: {
		name: 'Delete',
		action: 'Delete a file',
		description: 'Remove an uploaded file before it expires',
		parameters: deleteFile.parameters,
	},
	get: {
		name: 'Get',
		action: 'Get a file',
		description: 'See what Decart knows of an uploaded file',
		parameters: getFile.parameters,
	},
	upload: {
		name: 'Upload',
		action: 'Upload a file',
		description: 'Give a file to Decart for use by its ID, as in realtime sessions',
		parameters: uploadFile.parameters,
	},
});
