import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/tracewright-viewer', import.meta.url));
/** What goes into the bundle, libraries apart: those the lock file stands for. */
const SOURCES = ['src', 'public', 'build', 'index.html', 'package.json', 'vite.config.ts'].map((name) =>
  join(ROOT, name),
);
const SHARED = ['../schema/src', '../attribution/src', '../../package-lock.json'].map((name) => join(ROOT, name));
/** Of a build that is known to be of the sources as they are: `npm test` has just made it. */
const JUST_BUILT = process.env.TRACEWRIGHT_BUILT_VIEWER;
/** Nobody still serves a build of this age, ms. */
const MAX_AGE_MS = 3_600_000;

/**
 * The viewer, built from the sources as they are: once for all who ask while they stay so, since each file of browser
 * tests has a process of its own. Nobody may change what is in the folder.
 *
 * @returns the folder.
 * @throws what Vite reports, a first load over its limit included.
 */
export async function buildViewer(): Promise<string> {
  if (JUST_BUILT !== undefined) return JUST_BUILT;
  const dir = join(CACHE, await fingerprint([...SOURCES, ...SHARED]));
  if (existsSync(dir)) return dir;
  await mkdir(CACHE, { recursive: true });
  const made = await mkdtemp(join(CACHE, 'making-'));
  await buildInto(made);
  try {
    await rename(made, dir);
  } catch (error) {
    // Another process was here first.
    await rm(made, { recursive: true, force: true });
    if (!existsSync(dir)) throw error;
  }
  await removeOld();
  return dir;
}

async function buildInto(outDir: string): Promise<void> {
  // Vitest sets NODE_ENV to `test`, which would give a development build.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
  } finally {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  }
}

/** Of the names and contents of all files in some folders. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const isFolder = (await stat(path)).isDirectory();
    const files = isFolder ? (await readdir(path, { recursive: true })).sort().map((name) => join(path, name)) : [path];
    for (const file of files) {
      if (!(await stat(file)).isFile()) continue;
      hash.update(`${file}\0`);
      hash.update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function removeOld(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const dir = join(CACHE, name);
    // Another process may be removing it too.
    const found = await stat(dir).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > MAX_AGE_MS) await rm(dir, { recursive: true, force: true });
  }
}
