/**
 * `npm run readme [-- --check]`
 *
 * Writes the tables of the README and of docs/ from the node's own code. With --check it writes nothing and ends
 * with 1 when they are not what it would write.
 */
import { readmeCommand } from './readme/command';
import { runMain } from './util/runMain';

runMain(readmeCommand);
