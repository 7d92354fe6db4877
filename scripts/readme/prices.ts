import { GENERATED_OPERATIONS } from '../../nodes/Decart/generated';
import type { Model, Price } from '../../nodes/Decart/types';
import { code, table } from './markdown';

/** The list price of every model that is offered today; models with the same price share a row. */
export function pricesTable(): string {
	const models = GENERATED_OPERATIONS.flatMap((operation) => operation.models);
	const rows = new Map<string, string[]>();
	for (const model of models.filter(({ status }) => status === 'current')) {
		const price = describePrice(model);
		rows.set(price, [...(rows.get(price) ?? []), code(model.id)]);
	}
	return table(
		['Models', 'List price'],
		[...rows].map(([price, ids]) => [ids.join(', '), price]),
	);
}

function describePrice({ price }: Model): string {
	if (price?.perImage) return describeImagePrice(price.perImage);
	if (price?.perSecond === undefined) return 'not published';
	const limit = price.maxSeconds === undefined ? '' : `, of at most ${price.maxSeconds} seconds`;
	return `${dollars(price.perSecond)} for each second of video${limit}`;
}

function describeImagePrice(perImage: NonNullable<Price['perImage']>): string {
	const prices = Object.entries(perImage).map(([resolution, usd]) => `${dollars(usd)} at ${resolution}`);
	return `for each image: ${prices.join(', ')}`;
}

function dollars(usd: number): string {
	return `$${usd.toFixed(2)}`;
}
