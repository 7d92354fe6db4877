/** What an error code means and what a person does next. The tables in docs/errors.md are made from it. */
interface CodeEntry {
	readonly meaning: string;
	readonly nextStep: string;
	/** What an AI agent does next that has called the tool, where that is something else. */
	readonly forAgent?: string;
}

/** No argument of a call mends it. */
const LEAVE_IT = 'Do not call the tool again: only the person who set it up can mend this, so tell the user.';

/** Every code that an item can fail with. Saved workflows branch on these: never rename, never remove. */
export const ERROR_CODES = {
	INVALID_API_KEY: {
		meaning: 'Decart did not accept the API key, or there is none',
		nextStep:
			'Open the Decart credential, paste the key from platform.decart.ai again and save it: n8n then tests it.',
		forAgent: LEAVE_IT,
	},
	INVALID_BASE_URL: {
		meaning: 'The base URL of the credential is not an http or https address',
		nextStep:
			'Open the Decart credential and set Base URL to https://api.decart.ai, or to the address of your proxy.',
		forAgent: LEAVE_IT,
	},
	INVALID_INPUT: {
		meaning: 'A field is missing or has a value that the model does not take; nothing was charged',
		nextStep: 'Correct the named field and run the item again.',
		forAgent: 'Call the tool again with what is named put right.',
	},
	MODEL_NOT_FOUND: {
		meaning: 'Decart does not serve this model, or no longer',
		nextStep: 'Choose another model. A model that is new at Decart can be used through "Custom Model".',
		forAgent: LEAVE_IT,
	},
	NOT_FOUND: {
		meaning: 'Decart knows no such job or file, or no longer',
		nextStep: 'Check the ID. Jobs and files belong to the account whose key made them, and files expire.',
	},
	FORBIDDEN: {
		meaning: 'The API key is valid but may not do this',
		nextStep: 'Check the permissions of the key at platform.decart.ai, or use another key.',
		forAgent: LEAVE_IT,
	},
	INSUFFICIENT_CREDITS: {
		meaning: 'The account has no credits left; nothing was charged',
		nextStep: 'Add credits at platform.decart.ai, then run the failed items again.',
		forAgent: LEAVE_IT,
	},
	CONTENT_REJECTED: {
		meaning: "Decart's moderation refused the prompt or the file",
		nextStep: 'Change the prompt or the file. Sending the same again will be refused again.',
	},
	PAYLOAD_TOO_LARGE: {
		meaning: 'The file is larger than Decart takes',
		nextStep: 'Make the file smaller: scale an image down, shorten or compress a video.',
	},
	RATE_LIMITED: {
		meaning: 'Too many requests, and it did not get better within the retries; nothing was charged',
		nextStep:
			'Lower "Items at Once" or raise "Max Retries" in the options, then run the failed items again.',
		forAgent: 'Call the tool again in a minute, and only once. Nothing was charged.',
	},
	PROCESSING_ERROR: {
		meaning: 'Decart could not process the request',
		nextStep: 'Read the reason. If it does not name the input, wait a little and run the item again.',
		forAgent:
			'If the reason names the input, call the tool again with something else. Otherwise tell the user that it failed.',
	},
	JOB_FAILED: {
		meaning: 'The job ended as failed at Decart',
		nextStep: 'Read the reason. Change the input if it is named; otherwise submit the item again.',
		forAgent:
			'If the reason names the input, call the tool again with something else. Otherwise tell the user that it failed.',
	},
	JOB_TIMEOUT: {
		meaning: 'The job was not finished within the timeout; it goes on at Decart',
		nextStep:
			'Go on with Job → Wait and the job ID. Do not submit the item again: that would be paid twice.',
	},
	COST_LIMIT: {
		meaning: '"Max Cost (USD)" would be exceeded, or the cost cannot be known; nothing was sent',
		nextStep: 'Raise or remove "Max Cost (USD)" in the options, then run the remaining items again.',
		forAgent: LEAVE_IT,
	},
	OUTCOME_UNKNOWN: {
		meaning:
			'The connection was lost after sending began, so Decart may have accepted and charged the request',
		nextStep:
			'Look at the usage in your account at platform.decart.ai before you run this item again: it was not repeated, so that nothing is paid twice.',
		forAgent:
			'Do not call the tool again, since that may be paid twice. Tell the user to look at the usage of the Decart account.',
	},
	NETWORK_ERROR: {
		meaning: 'No connection could be made, or a free request kept failing',
		nextStep: 'Check the network, the proxy and the base URL of the credential, then run the item again.',
		forAgent: 'Call the tool again, and only once. Nothing was charged.',
	},
	CANCELLED: {
		meaning: 'The execution was canceled',
		nextStep:
			'Jobs that were already submitted go on at Decart: fetch them with Job → Wait and their job ID.',
	},
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The advice that goes with a code where an error has none of its own. */
export function adviceFor(code: ErrorCode): {
	readonly description: string;
	readonly adviceForAgent?: string;
} {
	const { nextStep: description, forAgent: adviceForAgent }: CodeEntry = ERROR_CODES[code];
	return { description, ...(adviceForAgent && { adviceForAgent }) };
}
