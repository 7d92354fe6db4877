import { videoTransition } from '../../generated/videoTransition';
import { generatingOperation } from '../../generation/generatingOperation';

/** Video → Transition: makes a video between two frames, with retired models. */
export const transition = generatingOperation(videoTransition);
