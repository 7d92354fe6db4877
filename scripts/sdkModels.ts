/**
 * `npm run sdk:models [-- FOLDER]`
 *
 * Compares the models of Decart's official SDK with those of the node and prints the missing ones, one a line.
 * FOLDER holds another version of the package `@decartai/sdk`; by default it is the pinned one. Ends with 0 when the
 * node has every model, else with 1, and with 2 when there is nothing to compare.
 */
import { sdkModelsCommand } from './sdkModels/command';
import { runMain } from './util/runMain';

runMain(sdkModelsCommand);
