import { expect } from 'vitest';

// By itself Vitest compares two files as objects with a property for each byte, which takes seconds.
expect.addEqualityTesters([
	(one, other) => (Buffer.isBuffer(one) && Buffer.isBuffer(other) ? one.equals(other) : undefined),
]);
