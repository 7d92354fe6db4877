/**
 * `npm run spec:diff -- FILE|URL`
 *
 * Compares the project's OpenAPI document with another of the same API and prints what is added, removed and changed
 * in ours, one a line. Ends with 0 when nothing of theirs is missing or different, else with 1, and with 2 when there
 * is nothing to compare.
 */
import { diffCommand } from './specDiff/command';
import { runMain } from './util/runMain';

runMain(diffCommand);
