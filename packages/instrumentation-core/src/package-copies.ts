import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onResolve } from './package-copies-hook.ts';
import { entryCopies, requiredCopies } from './package-copies-loaded.ts';
import {
  formatOf,
  installedDirectory,
  isInside,
  type ModuleFormat,
  namedDirectory,
  readManifest,
} from './package-copies-place.ts';
import { quietly } from './quietly.ts';

/** No module, so a request that comes from it can only be ours. */
const MANIFEST = 'package.json';

/** One copy of a package in the process: a directory and a module system, whose classes are its own. */
export interface PackageCopy {
  /** Absolute path, without a slash at the end. */
  readonly directory: string;
  /** As its `package.json` says; empty if that cannot be read. */
  readonly version: string;
  readonly format: ModuleFormat;
  /**
   * Loads a file inside the copy, such as `index.mjs`, and returns the very exports that the app gets.
   *
   * @throws whatever `require()` throws, such as MODULE_NOT_FOUND or ERR_REQUIRE_ASYNC_MODULE.
   */
  load(path: string): unknown;
}

/** What to watch for. */
export interface PackageWatch {
  readonly packageName: string;
  /**
   * Called once for each copy, before the app gets it or, if it was loaded already, before `watchPackage` returns.
   * What it throws is logged and goes no further.
   */
  readonly onCopy: (copy: PackageCopy) => void;
}

/**
 * Reports every copy of a package: those loaded before, and each later one in the middle of the import or require that
 * first asks for a file of it. No source is rewritten; an ESM copy is reached by `require()` of its file, which gives
 * the same namespace as `import`.
 *
 * @returns ends the watch.
 */
export function watchPackage(watch: PackageWatch): () => void {
  const { packageName, onCopy } = watch;
  const seen = new Set<string>();
  let isSearching = false;

  const report = (directory: string, format: ModuleFormat) => {
    const key = `${format} ${directory}`;
    if (seen.has(key)) return;
    // First of all: what `onCopy` loads comes through the hook again.
    seen.add(key);
    quietly(`looking at ${packageName} in ${directory}`, () => onCopy(packageCopy(directory, format)));
  };

  const hasBoth = (directory: string) => seen.has(`esm ${directory}`) && seen.has(`cjs ${directory}`);
  const formats = new Map<string, ModuleFormat>();
  const stop = onResolve(({ specifier, url, format, parentUrl }) => {
    if (isSearching || !url.startsWith('file:')) return;
    const isInstalled = url.includes(`/node_modules/${packageName}/`);
    // A copy linked into a workspace has no such path, but is asked for by name.
    const isLinked = !isInstalled && (specifier === packageName || specifier.startsWith(`${packageName}/`));
    if (!isInstalled && !isLinked) return;
    quietly(`looking at ${specifier}`, () => {
      const file = fileURLToPath(url);
      const directory = (isInstalled ? installedDirectory : namedDirectory)(file, packageName);
      if (directory === undefined || hasBoth(directory)) return;
      // A copy's own files are of its kind: openai's ESM copy imports two CJS files, which do not make a CJS copy.
      const parent = parentUrl?.startsWith('file:') ? fileURLToPath(parentUrl) : undefined;
      // Asked for by `load` below: the copy is reported already.
      if (parent === join(directory, MANIFEST)) return;
      if (parent !== undefined && isInside(directory, parent)) report(directory, formatOf(parent, formats));
      else report(directory, knownFormat(format) ?? formatOf(file, formats));
    });
  });

  isSearching = true;
  const loaded = quietly(`searching for ${packageName}`, () => loadedCopies(packageName)) ?? [];
  isSearching = false;
  for (const { directory, format } of loaded) report(directory, format);
  return stop;
}

let isBeforeApp = false;

/**
 * Does work before the app's entry has begun, as under `node --import`: the app can have no copy loaded yet, so
 * {@link watchPackage} does not fetch the one that the entry would find.
 */
export function beforeApp<T>(work: () => T): T {
  isBeforeApp = true;
  try {
    return work();
  } finally {
    isBeforeApp = false;
  }
}

function loadedCopies(packageName: string): { readonly directory: string; readonly format: ModuleFormat }[] {
  const required = requiredCopies(packageName);
  const entry = process.argv[1];
  return entry === undefined || isBeforeApp ? required : [...required, ...entryCopies(packageName, entry)];
}

function knownFormat(format: string | null | undefined): ModuleFormat | undefined {
  if (format === 'module') return 'esm';
  return format === 'commonjs' ? 'cjs' : undefined;
}

function packageCopy(directory: string, format: ModuleFormat): PackageCopy {
  const version = readManifest(directory)?.version;
  // Rooted inside the copy, so that Node sees a package that loads its own file.
  const load = createRequire(join(directory, MANIFEST));
  return {
    directory,
    version: typeof version === 'string' ? version : '',
    format,
    load: (path) => load(join(directory, path)),
  };
}
