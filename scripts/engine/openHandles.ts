import { readdirSync, readlinkSync } from 'node:fs';

/** What keeps a process alive, by kind. Those that belong to the test's own servers are the same before and after. */
const COUNTED = [
	'Timeout',
	'TCPSocketWrap',
	'FSReqPromise',
	'FSReqCallback',
	'GetAddrInfoReqWrap',
	'ConnectWrap',
];

/** How many timers, connections, open requests for files and names are at work in this process. */
export function countActiveResources(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const kind of process.getActiveResourcesInfo()) {
		if (COUNTED.includes(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
	}
	return counts;
}

/** How many files of n8n's binary store are open. */
export function countOpenFiles(): number {
	return readdirSync('/proc/self/fd').filter((number) => readTarget(number).includes('n8n-binary-')).length;
}

function readTarget(number: string): string {
	try {
		return readlinkSync(`/proc/self/fd/${number}`);
	} catch {
		return '';
	}
}
