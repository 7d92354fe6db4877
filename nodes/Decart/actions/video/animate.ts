import { videoAnimate } from '../../generated/videoAnimate';
import { generatingOperation } from '../../generation/generatingOperation';

/** Video → Animate: makes a video from a picture, with retired models. */
export const animate = generatingOperation(videoAnimate);
