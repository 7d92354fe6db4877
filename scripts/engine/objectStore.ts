import './environment';
import { Container } from '@n8n/di';
import { ObjectStoreManager } from 'n8n-core/dist/binary-data/object-store.manager';
import { ObjectStoreConfig } from 'n8n-core/dist/binary-data/object-store/object-store.config';
import { ObjectStoreService } from 'n8n-core/dist/binary-data/object-store/object-store.service.ee';

/** An S3 service on this machine. */
export interface S3Location {
	/** With the port. */
	readonly host: string;
	readonly bucket: string;
}

/** n8n's own manager of binary data in S3, as n8n sets it up. */
export async function createObjectStore({ host, bucket }: S3Location): Promise<ObjectStoreManager> {
	const config = Container.get(ObjectStoreConfig);
	Object.assign(config, {
		host,
		protocol: 'http',
		bucket: { name: bucket, region: 'us-east-1' },
		credentials: { accessKey: 'S3RVER', accessSecret: 'S3RVER', authAutoDetect: false },
	});
	await Container.get(ObjectStoreService).init();
	return Container.get(ObjectStoreManager);
}
