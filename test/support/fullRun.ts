/**
 * Whether the tests are run in full, as `.ci/run` does: with the storm of 500 items, files of 200 MB, every measurement of the
 * benchmark that is quick, and the commands of the pages in a copy of the repository.
 */
export const isFullRun = process.env.FULL_TESTS === '1';
