import { DecartError } from './errors';

/**
 * The credential's base URL without trailing slashes, so that a path can be put behind it; a path prefix,
 * as of a proxy, stays.
 *
 * @throws DecartError `INVALID_BASE_URL` for anything but an absolute http or https URL, or one with a
 * query, a fragment or a user name
 */
export function parseBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!URL.canParse(text)) throw invalidBaseUrl('it is not a URL');
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw invalidBaseUrl('it does not begin with http:// or https://');
	}
	if (url.search || url.hash) throw invalidBaseUrl('it has a query or a fragment');
	if (url.username || url.password) throw invalidBaseUrl('it has a user name or a password');
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

// The value itself stays out of the message: a key is easily pasted into the wrong field.
function invalidBaseUrl(reason: string): DecartError {
	return new DecartError(
		'INVALID_BASE_URL',
		`The Base URL of the Decart credential cannot be used: ${reason}`,
	);
}
