/** `npm run build`: everything that is published or run, as far as it is stale. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const failed = await build(dirname(dirname(fileURLToPath(import.meta.url))));
if (failed) {
  console.error(`Not built: ${failed} failed, see above.`);
  process.exitCode = 1;
}
