/**
 * `npm run dev [-- --folder DIR]`
 *
 * Opens a real n8n with the node in it, to be used in a browser, until Ctrl+C.
 */
import { devCommand } from './dev/command';
import { runMain } from './util/runMain';

runMain(devCommand);
