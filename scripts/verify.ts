/**
 * `npm run verify`
 *
 * Builds and packs the package and checks it as n8n does before it lists one. Ends with 1 when something is
 * found.
 */
import { verifyCommand } from './verify/command';
import { runMain } from './util/runMain';

runMain(verifyCommand);
