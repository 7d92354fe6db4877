/**
 * With these arguments Node.js runs the project's TypeScript, all of which is CommonJS. Hooks for ES modules, which
 * `--import tsx` adds, take a process as long again to start.
 */
export const TSX = ['--require', 'tsx/cjs'] as const;
