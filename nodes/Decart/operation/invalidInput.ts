import type { FileControl, UnusableFile } from '../media/inputFile';
import { DecartError } from '../transport/errors';
import type { Field } from '../types';

/** What is wrong with a field. */
export interface Problem {
	/** The field's name at the API, or the parameter's: `reference_image`. */
	readonly name: string;
	/** What is wrong, in words that follow the name or the label: `is required`. */
	readonly text: string;
	/** The field's label in the editor. */
	readonly label: string;
	/** The whole problem as the editor puts it, where that is more than the label and the text. */
	readonly inEditor?: string;
	/** Where a file comes from, which the advice depends on. */
	readonly control?: FileControl;
}

/**
 * Bad input, in the editor's words: `Image Binary Field: the item has no file "photo"; it has "data"`. How Decart's
 * own SDKs put it follows in the description: `Invalid inputs for lucy-image-2: data is required`.
 *
 * @param subject the model or operation whose input it is
 * @param nextStep what to do; made of the labels when left out
 */
export function invalidInput(subject: string, problems: readonly Problem[], nextStep?: string): DecartError {
	const message = problems.map(({ label, text, inEditor = `${label} ${text}` }) => inEditor).join('; ');
	const likeSdk = problems.map(({ name, text }) => `${name} ${text}`).join('; ');
	return new DecartError('INVALID_INPUT', message, {
		description: `${nextStep ?? correct(problems)} (Invalid inputs for ${subject}: ${likeSdk})`,
		adviceForAgent: nextStep ?? correctByCall(problems),
	});
}

/** A field's problem, named as the API and the editor name it. */
export function fieldProblem({ name, label }: Pick<Field, 'name' | 'label'>, text: string): Problem {
	return { name, label, text };
}

/** The problem of a file that cannot be used, which names the control that it comes from. */
export function fileProblem(
	{ name, label }: Pick<Field, 'name' | 'label'>,
	{ message, detail, control }: UnusableFile,
): Problem {
	return { name, text: message, label, inEditor: `${label} ${control}: ${detail}`, control };
}

function correct(problems: readonly Problem[]): string {
	const advice = `Correct ${quoteControls(problems)} in this node, then run the item again.`;
	return problems.some(({ control }) => control) ? `${advice} ${WHERE_FILES_ARE}` : advice;
}

/** An AI agent can fill in something else, or ask for a file, but cannot change the workflow. */
function correctByCall(problems: readonly Problem[]): string {
	const missing = problems.filter(({ control }) => control === 'Binary Field');
	const others = problems.filter((problem) => !missing.includes(problem));
	return [
		...(missing.length > 0 ? ['Ask for another file.'] : []),
		...(others.length > 0
			? [`Call the tool again with something else for ${quoteControls(others)}.`]
			: []),
	].join(' ');
}

/** Names what the editor shows: of a file not the field, but the control that it comes from. */
function quoteControls(problems: readonly Problem[]): string {
	const shown = problems.map(({ label, control = '' }) => `"${`${label} ${control}`.trim()}"`);
	return [...new Set(shown)].join(' and ');
}

const WHERE_FILES_ARE =
	"Files come from the nodes before this one; the name of each stands on the input's Binary tab.";
