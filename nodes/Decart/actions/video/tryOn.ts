import { videoTryOn } from '../../generated/videoTryOn';
import { generatingOperation } from '../../generation/generatingOperation';

/** Video → Try On: puts a garment on the person in a video. */
export const tryOn = generatingOperation(videoTryOn);
