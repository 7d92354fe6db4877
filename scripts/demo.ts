/**
 * `npm run demo [-- --video] [-- --out DIR]`
 *
 * Runs a workflow of `examples/` on the sample media, as n8n would, and writes what it makes to `demo-output/`.
 * Ends with 1 when something fails.
 */
import { demoCommand } from './demo/command';
import { TERMINAL } from './util/terminal';

void demoCommand(process.argv.slice(2), TERMINAL, { environment: process.env }).then(
	// n8n's engine has a timer of its own, which would keep the process alive for ever.
	(code) => process.exit(code),
);
