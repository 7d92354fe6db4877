import { ERROR_CODES } from '../../nodes/Decart/transport/errorCodes';
import { code, table } from './markdown';

/** Every code that an item can fail with. */
export function errorCodesTable(): string {
	const rows = Object.entries(ERROR_CODES).map(([name, { meaning, nextStep }]) => [
		code(name),
		meaning,
		nextStep,
	]);
	return table(['Code', 'What it means', 'What to do next'], rows);
}
