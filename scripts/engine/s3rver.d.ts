/** What is used of s3rver, which brings no types. */
declare module 's3rver' {
	import type { RequestListener } from 'node:http';

	export default class S3rver {
		constructor(options: {
			address?: string;
			port?: number;
			directory: string;
			silent: boolean;
			allowMismatchedSignatures: boolean;
			configureBuckets: readonly { name: string; configs: readonly string[] }[];
		});
		configureBuckets(): Promise<unknown>;
		callback(): RequestListener;
		run(): Promise<unknown>;
		close(): Promise<void>;
	}
}
