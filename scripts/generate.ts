/**
 * `npm run generate [-- --check] [--spec FILE|URL] [--out DIR]`
 *
 * Writes the node's models, parameters and validation rules from the API's OpenAPI document and the curation.
 * With --check it writes nothing and ends with 1 when the files that are there are not what it would write.
 */
import { generateCommand } from './generator/command';
import { runMain } from './util/runMain';

runMain(generateCommand);
