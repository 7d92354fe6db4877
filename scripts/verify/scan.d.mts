import type { Finding } from './finding';

export declare const SOURCE_FILES: string[];
export declare const PACKAGE_FILES: string[];

export declare function scan(
	folder: string,
	files: readonly string[],
): Promise<{ readonly scanned: number; readonly findings: readonly Finding[] }>;
