/**
 * `npm run storm -- [--seeds COUNT] [--first SEED]`
 *
 * Runs the fault storm of the tests with many seeds in a row. Ends with 1 when one of them fails.
 */
import { stormCommand } from './storm/command';
import { runMain } from './util/runMain';

runMain(stormCommand);
