/**
 * With these arguments Node.js runs the project's commands, which are CommonJS. `--import tsx` adds hooks for ES
 * modules, which start a thread that these have no use for.
 */
export const TSX = ['--require', 'tsx/cjs'] as const;
