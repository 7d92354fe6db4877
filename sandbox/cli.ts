import { sandboxCommand } from './command';

void sandboxCommand(process.argv.slice(2), {
	stdout: (text) => process.stdout.write(text),
	stderr: (text) => process.stderr.write(text),
}).then((started) => {
	if (typeof started === 'number') {
		process.exitCode = started;
		return;
	}
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void started.close().then(() => process.exit(0)));
	}
});
