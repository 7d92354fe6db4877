// Runs a program that is not Node's own, and ends it when the process that started this one is gone.
const { spawn } = require('node:child_process');
const { Socket } = require('node:net');

const LIFELINE = 3;
const [uid, gid, file, ...args] = process.argv.slice(2);
const child = spawn(file, args, {
	stdio: ['ignore', 'inherit', 'inherit'],
	...(uid !== '-' && { uid: Number(uid), gid: Number(gid) }),
});
const end = () => child.kill('SIGTERM');

const lifeline = new Socket({ fd: LIFELINE });
lifeline.on('error', end);
lifeline.on('close', end);
lifeline.resume();
process.on('SIGTERM', end);
process.on('SIGINT', end);
child.on('error', () => process.exit(1));
child.on('close', (code) => process.exit(code ?? 0));
