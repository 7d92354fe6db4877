import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { binaryToBuffer, type BinaryData } from 'n8n-core';

/**
 * A binary store that takes and gives files only whole, as n8n's database mode does; that one is part of the package
 * `n8n`, with a file on the disk in place of each row.
 */
export class DatabaseManager implements BinaryData.Manager {
	/** The files that were read, in order; one that was read twice is here twice. */
	readonly reads: string[] = [];

	private readonly metadata = new Map<string, BinaryData.Metadata>();

	constructor(private readonly folder: string) {}

	async init(): Promise<void> {
		await mkdir(this.folder, { recursive: true });
	}

	async store(
		_location: BinaryData.FileLocation,
		content: Buffer | Readable,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		const fileId = randomUUID();
		const bytes = await binaryToBuffer(content);
		await writeFile(this.getPath(fileId), bytes);
		this.metadata.set(fileId, { ...metadata, fileSize: bytes.length });
		return { fileId, fileSize: bytes.length };
	}

	getPath(fileId: string): string {
		return join(this.folder, fileId);
	}

	async getAsBuffer(fileId: string): Promise<Buffer> {
		this.reads.push(fileId);
		return await readFile(this.getPath(fileId));
	}

	async getAsStream(fileId: string): Promise<Readable> {
		return Readable.from(await this.getAsBuffer(fileId));
	}

	async getMetadata(fileId: string): Promise<BinaryData.Metadata> {
		const found = this.metadata.get(fileId);
		return await (found
			? Promise.resolve(found)
			: Promise.reject(new Error(`There is no file ${fileId}`)));
	}

	async copyByFileId(_location: BinaryData.FileLocation, sourceFileId: string): Promise<string> {
		const fileId = randomUUID();
		await copyFile(this.getPath(sourceFileId), this.getPath(fileId));
		this.metadata.set(fileId, await this.getMetadata(sourceFileId));
		return fileId;
	}

	async copyByFilePath(
		_location: BinaryData.FileLocation,
		sourcePath: string,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		const fileId = randomUUID();
		await copyFile(sourcePath, this.getPath(fileId));
		const { size: fileSize } = await stat(sourcePath);
		this.metadata.set(fileId, { ...metadata, fileSize });
		return { fileId, fileSize };
	}

	async rename(oldFileId: string, newFileId: string): Promise<void> {
		await rename(this.getPath(oldFileId), this.getPath(newFileId));
		this.metadata.set(newFileId, await this.getMetadata(oldFileId));
		this.metadata.delete(oldFileId);
	}
}
