import { videoEdit } from '../../generated/videoEdit';
import { generatingOperation } from '../../generation/generatingOperation';

/** Video → Edit: changes a video by a prompt, a reference image, or both. */
export const edit = generatingOperation(videoEdit);
