import { resource } from '../resource';
import { resolve } from './resolve';

export const model = resource(
	{ name: 'Model', value: 'model', description: 'The names of the models' },
	'resolve',
	{
		resolve: {
			name: 'Resolve',
			action: 'Resolve a model name',
			description: 'Find out which model a name such as lucy-latest stands for today',
			parameters: resolve.parameters,
		},
	},
);
