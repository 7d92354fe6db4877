/** To a ten-thousandth of a dollar, without the noise of binary fractions. */
export function roundUsd(usd: number): number {
	return Math.round(usd * 10_000) / 10_000;
}

/** `$0.24`; small amounts keep the digits that they need. */
export function formatUsd(usd: number): string {
	const cents = usd.toFixed(2);
	return `$${Math.abs(Number(cents) - usd) < 1e-9 ? cents : String(roundUsd(usd))}`;
}
