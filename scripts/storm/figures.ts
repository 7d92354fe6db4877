import { countNames, type Aftermath } from './runStorm';

/** A storm in one line: how many were billed, delivered and failed, and why. */
export function formatFigures({ seed, items, requests, faults, milliseconds }: Aftermath): string {
	const delivered = items.filter(({ outputs }) => outputs[0]?.json.status === 'completed').length;
	const billed = items.filter((item) => item.billed.length > 0).length;
	const codes = countNames(
		items.flatMap(({ outputs }) => (outputs[0]?.json.code ? [String(outputs[0].json.code)] : [])),
	);
	const faulty = Object.values(faults).reduce((sum, count) => sum + count, 0);
	const errors = Object.entries(codes)
		.sort(([, a], [, b]) => b - a)
		.map(([code, count]) => `${count} ${code}`)
		.join(', ');
	return (
		`seed ${seed}: ${items.length} items, ${billed} billed, ${delivered} delivered, failed: ${errors}; ` +
		`${requests} requests, ${faulty} hit by ${Object.keys(faults).length} kinds of fault; ` +
		`${(milliseconds / 1000).toFixed(1)} s`
	);
}
