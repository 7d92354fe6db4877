// Written by `npm run generate` from the API's OpenAPI document and openapi/curation.yaml.
// Change those and run it again: what is changed here is lost.
import type { GeneratedOperation } from '../types';
import { imageEdit } from './imageEdit';
import { imageGenerate } from './imageGenerate';
import { videoAnimate } from './videoAnimate';
import { videoEdit } from './videoEdit';
import { videoGenerate } from './videoGenerate';
import { videoRestyle } from './videoRestyle';
import { videoTransition } from './videoTransition';
import { videoTryOn } from './videoTryOn';

/** Every operation that makes something, in the order in which they are shown. */
export const GENERATED_OPERATIONS: readonly GeneratedOperation[] = [
	imageEdit,
	imageGenerate,
	videoEdit,
	videoRestyle,
	videoTryOn,
	videoGenerate,
	videoAnimate,
	videoTransition,
];

/** The day on which the oldest of the prices was read. */
export const OLDEST_PRICE_DATE = '2026-08-01';
