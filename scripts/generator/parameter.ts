import type { INodeProperties } from 'n8n-workflow';

/** Parameters and the values that they must have for another one to be shown. */
export type Conditions = Readonly<Record<string, readonly (string | number)[]>>;

/** A parameter of the node for one model. */
export interface Parameter {
	/** The API's field that it fills in. */
	readonly field: string;
	readonly property: INodeProperties;
	readonly when: Conditions;
	/** Stands at the top of the node rather than under Options. */
	readonly central: boolean;
}
