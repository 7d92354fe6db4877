import { videoRestyle } from '../../generated/videoRestyle';
import { generatingOperation } from '../../generation/generatingOperation';

/** Video → Restyle: gives a whole video another style, by a prompt or by a reference image. */
export const restyle = generatingOperation(videoRestyle);
