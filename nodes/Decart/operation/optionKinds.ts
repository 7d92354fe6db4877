import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { PlainField, PlainValue } from './validate';

/** Which operations an option belongs to; see `optionParameters`. */
export type OptionGroup =
	| 'prompt'
	| 'variations'
	| 'output'
	| 'inputUrl'
	| 'request'
	| 'paid'
	| 'cost'
	| 'inputFields'
	| 'surface'
	| 'wait';

/** One option of the node: what the editor shows, what a value is checked against, and how it is read. */
export interface Option<S extends object = object> {
	readonly group: OptionGroup;
	readonly label: string;
	/** The editor's parameter, without its label and name. */
	readonly parameter: Omit<INodeProperties, 'displayName' | 'name'>;
	/** The rule for a value, without its label and name. */
	readonly rule: OptionRule;
	/** The settings that a checked value stands for; the default stands for one that is not given. */
	readonly read: (value: PlainValue, isGiven: boolean) => S;
}

type Rule<F> = F extends PlainField ? Omit<F, 'name' | 'parameter' | 'label' | 'required'> : never;
export type OptionRule = Rule<PlainField>;

interface Common<V, S> {
	readonly group: OptionGroup;
	readonly label: string;
	readonly description?: string;
	readonly default: V;
	readonly read: (value: V, isGiven: boolean) => S;
}

interface NumberOption<S> extends Common<number, S> {
	readonly minimum: number;
	readonly maximum: number;
	/** A whole number unless it says `false`. */
	readonly integer?: boolean;
}

/** A number between two limits, both of which may be given. */
export function number<S extends object>(option: NumberOption<S>): Option<S> {
	const { minimum, maximum, integer = true } = option;
	const typeOptions = { minValue: minimum, maxValue: maximum, numberPrecision: integer ? 0 : 2 };
	return create(
		option,
		{ kind: 'number', integer, minimum, maximum, default: option.default },
		{ type: 'number', typeOptions },
	);
}

/** Free text; an empty one is the same as none. */
export function text<S extends object>(
	option: Common<string, S> & { readonly placeholder?: string },
): Option<S> {
	const { placeholder } = option;
	return create(
		option,
		{ kind: 'text', emptyAllowed: false, default: option.default },
		{ type: 'string', ...(placeholder !== undefined && { placeholder }) },
	);
}

/** One of the listed values. */
export function choice<const V extends string, S extends object>(
	option: Common<V, S> & {
		readonly choices: readonly (INodePropertyOptions & { readonly value: V })[];
	},
): Option<S> {
	const { choices } = option;
	return create(
		option,
		{ kind: 'choice', values: choices.map(({ value }) => value), default: option.default },
		{ type: 'options', options: [...choices] },
	);
}

/** Yes or no. */
export function boolean<S extends object>(option: Common<boolean, S>): Option<S> {
	return create(option, { kind: 'boolean', default: option.default }, { type: 'boolean' });
}

function create<V extends PlainValue, S extends object>(
	{ group, label, description, default: preset, read }: Common<V, S>,
	rule: OptionRule,
	parameter: Pick<INodeProperties, 'type' | 'typeOptions' | 'placeholder' | 'options'>,
): Option<S> {
	return {
		group,
		label,
		rule,
		parameter: { ...parameter, default: preset, ...(description !== undefined && { description }) },
		// The rule lets values of its own kind pass only.
		read: (value, isGiven) => read(value as V, isGiven),
	};
}
