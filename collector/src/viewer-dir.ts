import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the built viewer lies: beside us in node_modules, or linked there by the workspace. undefined if it is not installed. */
export function viewerDir(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@tracewright/viewer/package.json');
    return join(dirname(manifest), 'dist');
  } catch {
    return undefined;
  }
}
