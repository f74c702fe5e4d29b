import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** Module system of a file. */
export type ModuleFormat = 'esm' | 'cjs';

/** What we read from a `package.json`; every field may be missing or malformed. */
export interface PackageManifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly type?: unknown;
  readonly exports?: unknown;
  readonly module?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

const FOLDER = 'node_modules/';

/**
 * Directory of the installed copy of a package that a file lies in, found by the text of the path alone: the innermost
 * `node_modules/<name>/` counts, so that a dependency nested inside the copy does not belong to it.
 *
 * @param path Absolute path or file URL without query; either slash.
 * @returns undefined if the file lies elsewhere. No slash at the end.
 */
export function installedDirectory(path: string, packageName: string): string | undefined {
  const slashed = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  const at = slashed.lastIndexOf(`/${FOLDER}`);
  if (at < 0) return undefined;
  const end = at + 1 + FOLDER.length + packageName.length;
  if (slashed[end] !== '/' || !slashed.startsWith(packageName, at + 1 + FOLDER.length)) return undefined;
  return path.slice(0, end);
}

/** Tells whether a file lies in a directory, at any depth. Both absolute and of the same kind of slash. */
export function isInside(directory: string, file: string): boolean {
  const next = file[directory.length];
  return (next === '/' || next === '\\') && file.startsWith(directory);
}

/** Nearest directory upwards whose `package.json` bears the name: finds a copy that is linked into a workspace. */
export function namedDirectory(file: string, packageName: string): string | undefined {
  for (const directory of upwards(dirname(file))) {
    const manifest = readManifest(directory);
    if (manifest?.name === packageName) return directory;
    // Another package's own files begin here; a manifest without a name only sets the module system of a folder.
    if (manifest?.name !== undefined) return undefined;
  }
  return undefined;
}

/**
 * Module system by extension, then by the nearest `package.json`, as Node decides it.
 *
 * @param known Answers by directory, filled here: a package of 500 files has its manifest parsed once.
 */
export function formatOf(file: string, known: Map<string, ModuleFormat> = new Map()): ModuleFormat {
  const extension = extname(file);
  if (extension === '.mjs' || extension === '.mts') return 'esm';
  if (extension === '.cjs' || extension === '.cts') return 'cjs';
  return folderFormat(dirname(file), known);
}

function folderFormat(directory: string, known: Map<string, ModuleFormat>): ModuleFormat {
  let format = known.get(directory);
  if (format !== undefined) return format;
  const manifest = readManifest(directory);
  const above = dirname(directory);
  if (manifest !== undefined) format = manifest.type === 'module' ? 'esm' : 'cjs';
  else format = above === directory ? 'cjs' : folderFormat(above, known);
  known.set(directory, format);
  return format;
}

/** Reads `<directory>/package.json`; undefined if there is none or it is not a JSON object. */
export function readManifest(directory: string): PackageManifest | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** The directory and all those above it, innermost first. */
export function* upwards(directory: string): Generator<string> {
  for (let current = directory; ; ) {
    yield current;
    const above = dirname(current);
    if (above === current) return;
    current = above;
  }
}
