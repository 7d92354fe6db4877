import { videoGenerate } from '../../generated/videoGenerate';
import { generatingOperation } from '../../generation/generatingOperation';

/** Video → Generate: makes a video from a text, with retired models. */
export const generate = generatingOperation(videoGenerate);
