import { imageEdit } from '../../generated/imageEdit';
import { generatingOperation } from '../../generation/generatingOperation';

/** Image → Edit: restyles or changes a picture. */
export const edit = generatingOperation(imageEdit);
