import { boolean, choice, number, text } from './optionKinds';
import { STYLE_PRESETS, type StylePreset } from './stylePresets';

const MEGABYTE = 2 ** 20;

/**
 * The node's own options, one entry each: its label, description, default and limits, and how its value is read.
 * An entry is all that a new option needs. The editor's parameters, the checks, `Settings` and the table in
 * the documentation are made from it.
 */
export const OPTIONS = {
	stylePreset: choice({
		group: 'prompt',
		label: 'Style Preset',
		description: 'A ready-made look to begin with. It fills the prompt, or follows the one you write.',
		default: 'none' as StylePreset,
		choices: [
			{ name: 'None', value: 'none' },
			...STYLE_PRESETS.map(({ name, value, text: description }) => ({ name, value, description })),
		],
		read: (stylePreset) => ({ stylePreset }),
	}),
	variations: number({
		group: 'variations',
		label: 'Variations',
		description:
			'How many results to make of each item, from 1 to 10. Each is paid for, has a seed one higher than the one before, and comes as an item of its own.',
		default: 1,
		minimum: 1,
		maximum: 10,
		read: (variations) => ({ variations }),
	}),
	outputAs: choice({
		group: 'output',
		label: 'Output As',
		default: 'binary',
		choices: [
			{
				name: 'Base64 Text',
				value: 'base64',
				description: 'The file as text in the JSON, for small files',
			},
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file that the next nodes can save, send or post',
			},
			{
				name: 'Signed URL',
				value: 'signedUrl',
				description:
					'A link to the file on this n8n, valid for a day, for AI agents and chat messages',
			},
		],
		read: (outputAs) => ({ outputAs }),
	}),
	outputBinary: text({
		group: 'output',
		label: 'Put Output File in Field',
		description: 'The name of the binary field that holds the result, for the nodes that follow',
		default: 'data',
		read: (outputBinary) => ({ outputBinary }),
	}),
	fileName: text({
		group: 'output',
		label: 'File Name',
		placeholder: 'e.g. spring-collection.png',
		description: "The result's name. Left empty, it is made of the input file's name and the model.",
		default: '',
		read: (fileName) => ({ fileName }),
	}),
	concurrency: number({
		group: 'request',
		label: 'Items at Once',
		description: 'How many items are worked on at once. The first item decides for the whole run.',
		default: 4,
		minimum: 1,
		maximum: 32,
		read: (concurrency) => ({ concurrency }),
	}),
	maxRetries: number({
		group: 'request',
		label: 'Max Retries',
		description:
			'How often a request is repeated when Decart is busy or cannot be reached. A request that may have been charged is never repeated.',
		default: 3,
		minimum: 0,
		maximum: 10,
		read: (maxRetries) => ({ maxRetries }),
	}),
	requestTimeout: number({
		group: 'request',
		label: 'Request Timeout (Seconds)',
		description: 'How many seconds to wait for an answer before a request is given up',
		default: 300,
		minimum: 1,
		maximum: 3600,
		integer: false,
		read: (seconds) => ({ requestTimeoutMs: seconds * 1000 }),
	}),
	maxUrlFileSize: number({
		group: 'inputUrl',
		label: 'Max URL File Size (MB)',
		description: 'The largest file to fetch from a URL, in megabytes',
		default: 500,
		minimum: 1,
		maximum: 10_000,
		integer: false,
		read: (megabytes) => ({ maxUrlBytes: megabytes * MEGABYTE }),
	}),
	surface: choice({
		group: 'surface',
		label: 'Processing Mode',
		description: 'How Decart is asked for the image. The result is the same.',
		default: 'process',
		choices: [
			{ name: 'One Request', value: 'process', description: 'Decart answers with the image at once' },
			{
				name: 'Queued Job',
				value: 'queue',
				description: 'The image is fetched when the job is done',
			},
		],
		// Left out, the model decides.
		read: (surface, isGiven) => ({ surface: isGiven ? surface : undefined }),
	}),
	pollInterval: number({
		group: 'wait',
		label: 'Poll Interval (Seconds)',
		description:
			'The longest time between two polls of a job, in seconds. Left out, it grows with the time the job takes: 2 seconds at first, later about an eighth of the time it has taken so far.',
		default: 5,
		minimum: 0.5,
		maximum: 300,
		integer: false,
		// Left out, the schedule decides.
		read: (seconds, isGiven) => ({ pollIntervalMs: isGiven ? seconds * 1000 : undefined }),
	}),
	timeout: number({
		group: 'wait',
		label: 'Timeout (Minutes)',
		description: 'How many minutes to wait for a job',
		default: 30,
		minimum: 0.01,
		maximum: 1440,
		integer: false,
		read: (minutes) => ({ timeoutMs: minutes * 60_000 }),
	}),
	onTimeout: choice({
		group: 'wait',
		label: 'On Timeout',
		description: 'What to do when a job is not done in time. It goes on at Decart either way.',
		default: 'error',
		choices: [
			{
				name: 'Return the Job',
				value: 'returnJob',
				description: 'An item with the job ID, to go on with Job → Wait',
			},
			{ name: 'Stop with an Error', value: 'error', description: 'An error that names the job ID' },
		],
		read: (onTimeout) => ({ onTimeout }),
	}),
	onUnknownOutcome: choice({
		group: 'paid',
		label: 'On Unknown Outcome',
		description:
			'What Retry does with a request that Decart may have accepted in an earlier execution. Check the usage in your Decart account first. Retry On Fail never sends it again.',
		default: 'fail',
		choices: [
			{
				name: 'Fail Again',
				value: 'fail',
				description: 'Keep the item failed, so that nothing is paid twice',
			},
			{
				name: 'Send Again',
				value: 'sendAgain',
				description: 'Send the request again, and pay twice if Decart had accepted it',
			},
		],
		read: (onUnknownOutcome) => ({ onUnknownOutcome }),
	}),
	maxCostUsd: number({
		group: 'cost',
		label: 'Max Cost (USD)',
		description:
			"The most that this node may spend in an execution, in US dollars at Decart's list prices. What would go beyond it is not sent.",
		default: 1,
		minimum: 0,
		maximum: 100_000,
		integer: false,
		// Left out, there is no limit.
		read: (usd, isGiven) => ({ maxCostUsd: isGiven ? usd : undefined }),
	}),
	dryRun: boolean({
		group: 'cost',
		label: 'Dry Run',
		description:
			'Whether to check everything and estimate its cost without sending anything to Decart. Each item then says what would be sent.',
		default: false,
		read: (dryRun) => ({ dryRun }),
	}),
	includeInputFields: boolean({
		group: 'inputFields',
		label: 'Include Input Fields',
		description:
			"Whether to keep the input item's JSON fields beside those of the result, or of the error",
		default: false,
		read: (includeInputFields) => ({ includeInputFields }),
	}),
};

/** Waits for the job and delivers its result, or gives the job at once. It stands beside the options. */
export const WAIT_FOR_COMPLETION = boolean({
	group: 'wait',
	label: 'Wait for Completion',
	description:
		'Whether to wait until the video is done. Turn it off for long videos: the item then holds a job ID for Job → Get and Job → Download.',
	default: true,
	read: (waitForCompletion) => ({ waitForCompletion }),
});

export type OptionName = keyof typeof OPTIONS;

/** Options that do not change what is asked for. A style does: it is part of the prompt. */
export const RUN_OPTIONS: ReadonlySet<string> = new Set(
	Object.keys(OPTIONS).filter((name) => name !== 'stylePreset'),
);
