// Loaded into n8n before it starts: when the process that started it is gone, however it went, n8n ends too.
const { Socket } = require('node:net');

const LIFELINE = 3;
/** How long n8n gets to end by itself, in milliseconds. Without anybody to read what it prints it may never. */
const GRACE_MS = 10_000;
try {
	const lifeline = new Socket({ fd: LIFELINE });
	lifeline.on('error', () => undefined);
	lifeline.on('close', () => {
		setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS);
		process.kill(process.pid, 'SIGTERM');
	});
	lifeline.resume();
	lifeline.unref();
} catch {
	// A process that n8n itself started has no such pipe, and n8n ends it.
}
