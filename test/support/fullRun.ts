/**
 * Whether the tests are run in full, as `.ci/run` does: with the storm of 500 items, and with those commands of the
 * pages that take longer than all other tests.
 */
export const isFullRun = process.env.FULL_TESTS === '1';
