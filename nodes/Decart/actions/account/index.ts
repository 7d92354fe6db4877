import { resource } from '../resource';
import { createClientToken } from './createClientToken';
import { getQuota } from './getQuota';

export const account = resource(
	{ name: 'Account', value: 'account', description: 'Your Decart account' },
	'getQuota',
	{
		createClientToken: {
			name: 'Create Client Token',
			action: 'Create a client token',
			description: 'Make a short-lived key for a browser or an app',
			parameters: createClientToken.parameters,
		},
		getQuota: {
			name: 'Get Quota',
			action: 'Get the quota',
			description: 'See how many realtime sessions the account may hold, holds and has left',
			parameters: getQuota.parameters,
		},
	},
);
