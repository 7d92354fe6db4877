/**
 * `npm run demo [-- --video] [-- --out DIR]`
 *
 * Runs a workflow of `examples/` on the sample media, as n8n would, and writes what it makes to `demo-output/`.
 * Ends with 1 when something fails.
 */
import { demoCommand } from './demo/command';
import { runMain } from './util/runMain';

runMain(async (args, output) => await demoCommand(args, output, { environment: process.env }));
