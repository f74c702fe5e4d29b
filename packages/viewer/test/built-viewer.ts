import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The viewer, built from the sources as they are, in a folder of its own. */
export interface BuiltViewer {
  readonly dir: string;
  remove(): Promise<void>;
}

/** @throws what Vite reports, a first load over its limit included. */
export async function buildViewer(): Promise<BuiltViewer> {
  const dir = await mkdtemp(join(tmpdir(), 'tracewright-viewer-'));
  const root = fileURLToPath(new URL('..', import.meta.url));
  // Vitest sets NODE_ENV to `test`, which would give a development build.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'error',
      build: { outDir: dir, emptyOutDir: true },
    });
  } finally {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  }
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
