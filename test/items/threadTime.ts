import { readFileSync } from 'node:fs';

/** Where Linux says how many nanoseconds a process's first thread has run. */
const SCHEDSTAT = '/proc/self/schedstat';
const NANOSECONDS = 1e6;

/**
 * Milliseconds that JavaScript's thread has run: on a busy machine others run meanwhile. Elsewhere than on Linux the
 * whole process, whose garbage collector has threads of its own.
 */
export function threadTime(): number {
	if (process.platform === 'linux')
		return Number(readFileSync(SCHEDSTAT, 'utf8').split(' ')[0]) / NANOSECONDS;
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
