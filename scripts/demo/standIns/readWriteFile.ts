import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import type { Disk } from '../disk';
import type { Narrator } from '../progress';
import { describeNode, parameter } from './describe';

/**
 * `n8n-nodes-base.readWriteFile`: reads the files that a pattern names, one item each, or writes each item's
 * file. The workflow's folders are those of `disk`.
 */
export function readWriteFile(disk: Disk, narrator: Narrator): INodeType {
	return {
		description: describeNode('readWriteFile', {
			properties: [
				parameter('operation', 'read'),
				parameter('fileSelector', ''),
				parameter('fileName', ''),
				parameter('dataPropertyName', 'data'),
			],
		}),
		async execute(this: IExecuteFunctions) {
			const done: INodeExecutionData[] = [];
			for (const index of this.getInputData().keys()) {
				const isRead = this.getNodeParameter('operation', index) === 'read';
				const items = isRead
					? await read(this, index, disk, narrator)
					: await write(this, index, disk, narrator);
				done.push(...items);
			}
			return [done];
		},
	};
}

async function read(
	functions: IExecuteFunctions,
	index: number,
	disk: Disk,
	narrator: Narrator,
): Promise<INodeExecutionData[]> {
	const files = await disk.find(functions.getNodeParameter('fileSelector', index) as string);
	const items: INodeExecutionData[] = [];
	for (const path of files) {
		const data = await functions.helpers.prepareBinaryData(createReadStream(path), path);
		const { mimeType, fileType, fileName, fileExtension, fileSize } = data;
		narrator.read(fileName ?? path);
		items.push({
			json: { mimeType, fileType, fileName, fileExtension, fileSize },
			binary: { data },
			pairedItem: { item: index },
		});
	}
	return items;
}

async function write(
	functions: IExecuteFunctions,
	index: number,
	disk: Disk,
	narrator: Narrator,
): Promise<INodeExecutionData[]> {
	const fileName = functions.getNodeParameter('fileName', index) as string;
	const field = functions.getNodeParameter('dataPropertyName', index) as string;
	const { id = '' } = functions.helpers.assertBinaryData(index, field);
	const path = disk.locate(fileName);
	await mkdir(dirname(path), { recursive: true });
	await pipeline(await functions.helpers.getBinaryStream(id), createWriteStream(path));
	narrator.wrote(path);
	const [item] = functions.getInputData().slice(index);
	return [{ ...item, json: { ...item?.json, fileName }, pairedItem: { item: index } }];
}
