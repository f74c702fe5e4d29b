import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the built viewer lies: installed beside us, or else in the repository that we run from, which a pruned
 * install does not link. Undefined if it is in neither; the folder itself may still have to be built.
 */
export function viewerDir(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@tracewright/viewer/package.json');
    return join(dirname(manifest), 'dist');
  } catch {
    const inRepository = fileURLToPath(new URL('../../packages/viewer/', import.meta.url));
    return existsSync(inRepository) ? join(inRepository, 'dist') : undefined;
  }
}
