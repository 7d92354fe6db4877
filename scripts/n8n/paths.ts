import { join } from 'node:path';

/** The project's folder. */
export const ROOT = join(__dirname, '../..');
/** What is kept between runs: installed versions of Node and n8n, and the logs of runs that failed. */
export const CACHE = join(ROOT, '.cache');
