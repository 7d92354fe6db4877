import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';

/** The input items that the output's items are paired to, in the order of the output. */
export function pairs(items: readonly INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
}

/** How often each prompt was billed. */
export function billed({ ledger }: Pick<Sandbox, 'ledger'>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { fields } of ledger())
		counts[String(fields.prompt)] = (counts[String(fields.prompt)] ?? 0) + 1;
	return counts;
}

const MOST_LOOKS = 500;

/** Waits until something holds, and fails with what it was when it does not come to hold. */
export async function eventually<T>(look: () => T, holds: (value: T) => boolean): Promise<T> {
	for (let looks = 1; ; looks += 1) {
		const value = look();
		if (holds(value)) return value;
		if (looks > MOST_LOOKS) throw new Error(`It has not come to hold: ${JSON.stringify(value)}`);
		await sleep(20);
	}
}
