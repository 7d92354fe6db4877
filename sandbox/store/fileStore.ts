import type { Clock } from '../util/clock';

/** A stored upload; only what is known about it is kept, for nothing ever asks for its bytes. */
export interface StoredFile {
	readonly id: string;
	readonly filename: string;
	readonly mimeType: string;
	readonly sizeBytes: number;
	readonly createdAt: number;
	/** `undefined` for one that is kept until it is deleted. */
	readonly expiresAt: number | undefined;
}

/** Stored files until they expire by the sandbox's clock. */
export class FileStore {
	private readonly byId = new Map<string, StoredFile>();

	constructor(private readonly clock: Clock) {}

	/** Stores a file for so many seconds, or for good. */
	store(
		file: Pick<StoredFile, 'id' | 'filename' | 'mimeType' | 'sizeBytes'>,
		ttlSeconds: number | undefined,
	): StoredFile {
		const createdAt = this.clock.now();
		const expiresAt = ttlSeconds === undefined ? undefined : createdAt + ttlSeconds * 1000;
		const stored = { ...file, createdAt, expiresAt };
		this.byId.set(file.id, stored);
		return stored;
	}

	find(id: string): StoredFile | undefined {
		const file = this.byId.get(id);
		if (file?.expiresAt !== undefined && file.expiresAt <= this.clock.now()) this.byId.delete(id);
		return this.byId.get(id);
	}

	/** False when there is no such file. */
	remove(id: string): boolean {
		return this.find(id) !== undefined && this.byId.delete(id);
	}

	clear(): void {
		this.byId.clear();
	}
}
