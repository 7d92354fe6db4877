import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../operation/optionParameters';

/**
 * Puts one collection of options in the place of each operation's own. The options themselves say where they are
 * shown.
 *
 * n8n's editor empties a collection that is shown for some operations only as soon as another operation is chosen,
 * so that a limit such as Max Cost (USD) would be lost unseen. One that is always shown keeps what the new operation
 * has too.
 *
 * @param parameters each operation's parameters, shown for its resource and operation
 */
export function shareOptions(parameters: readonly INodeProperties[]): INodeProperties[] {
	const places = parameters.filter(isOptions).flatMap(listPlaces);
	const shared = new Map<string, Place[]>();
	for (const place of places) {
		const key = JSON.stringify([place.resource, place.option]);
		shared.set(key, [...(shared.get(key) ?? []), place]);
	}
	return [
		...parameters.filter((parameter) => !isOptions(parameter)),
		optionsCollection([...shared.values()].flatMap(shownForAll)),
	];
}

/** An option where one operation has it. */
interface Place {
	readonly option: INodeProperties;
	readonly resource: string;
	readonly operation: string;
}

function isOptions({ name }: INodeProperties): boolean {
	return name === 'options';
}

function listPlaces({ options = [], displayOptions }: INodeProperties): Place[] {
	const [resource, operation] = [displayOptions?.show?.resource, displayOptions?.show?.operation].map(
		String,
	);
	return (options as INodeProperties[]).map((option) => ({
		option,
		resource: resource ?? '',
		operation: operation ?? '',
	}));
}

/** An option as it is in several operations of a resource, shown for these. */
function shownForAll(places: readonly Place[]): INodeProperties[] {
	return places.slice(0, 1).map(({ option, resource }) => {
		const where = { '/resource': [resource], '/operation': places.map(({ operation }) => operation) };
		const { show, hide } = option.displayOptions ?? {};
		return { ...option, displayOptions: { show: { ...show, ...where }, ...(hide && { hide }) } };
	});
}
