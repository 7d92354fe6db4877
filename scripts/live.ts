/**
 * `npm run live [-- --video]`
 *
 * Asks Decart's real API a few things that cost at most $0.05, also with `--video`, and compares each answer with
 * the sandbox's: status, headers and the shape of the body. Reads `DECART_API_KEY` and `DECART_BASE_URL`; without a key
 * it only says what it would ask. Differences are written to `live-differences.json`.
 */
import { liveCommand } from './live/command';
import { runMain } from './util/runMain';

const { DECART_API_KEY: apiKey, DECART_BASE_URL: baseUrl } = process.env;

runMain(
	async (args, output) =>
		await liveCommand(args, output, { apiKey, baseUrl, file: 'live-differences.json' }),
);
