import { imageGenerate } from '../../generated/imageGenerate';
import { generatingOperation } from '../../generation/generatingOperation';

/** Image → Generate: makes a picture from a text, with retired models. */
export const generate = generatingOperation(imageGenerate);
