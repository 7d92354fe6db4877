import type { BenchCase } from '../types';

/**
 * Every measurement, by the name that `--only` takes, in the order of the page. Each is loaded when it is to be taken:
 * most of them load n8n's engine.
 */
export const CASES: Readonly<Record<string, () => Promise<BenchCase>>> = {
	imageTime: async () => (await import('./imageTime')).imageTime,
	rateLimit: async () => (await import('./rateLimit')).rateLimit,
	videoMemory: async () => (await import('./videoMemory')).videoMemory,
	stores: async () => (await import('./stores')).stores,
	jobTime: async () => (await import('./jobTime')).jobTime,
	items: async () => (await import('./items')).items,
	loading: async () => (await import('./loading')).loading,
};
