import type { BenchCase } from '../types';
import { imageTime } from './imageTime';
import { items } from './items';
import { jobTime } from './jobTime';
import { loading } from './loading';
import { rateLimit } from './rateLimit';
import { stores } from './stores';
import { videoMemory } from './videoMemory';

/** Every measurement, by the name that `--only` takes, in the order of the page. */
export const CASES: Readonly<Record<string, BenchCase>> = {
	imageTime,
	rateLimit,
	videoMemory,
	stores,
	jobTime,
	items,
	loading,
};
