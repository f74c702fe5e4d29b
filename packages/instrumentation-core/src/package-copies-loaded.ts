import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  formatOf,
  installedDirectory,
  isInside,
  type ModuleFormat,
  namedDirectory,
  type PackageManifest,
  readManifest,
  upwards,
} from './package-copies-place.ts';

/** A copy that may have been loaded already. */
export interface FoundCopy {
  readonly directory: string;
  readonly format: ModuleFormat;
}

/** Copies that show in `require.cache`: all CJS ones, and ESM ones that came through `require()`. */
export function requiredCopies(packageName: string): FoundCopy[] {
  const found = new Map<string, FoundCopy>();
  const formats = new Map<string, ModuleFormat>();
  const { cache } = createRequire(import.meta.url);
  for (const [file, module] of Object.entries(cache)) {
    const directory = installedDirectory(file, packageName);
    if (directory === undefined || module?.loaded !== true) continue;
    const format = formatOf(file, formats);
    if (format === 'cjs' && !isAskedFromOutside(file, module, directory, packageName)) continue;
    found.set(`${format} ${directory}`, { directory, format });
  }
  return [...found.values()];
}

/** False for CJS files that an ESM copy imports for itself: those have no parent, unless they are the main file. */
function isAskedFromOutside(file: string, module: NodeJS.Module, directory: string, packageName: string): boolean {
  if (module.parent) return !isInside(directory, module.parent.filename);
  try {
    return createRequire(join(directory, 'package.json')).resolve(packageName) === file;
  } catch {
    return false;
  }
}

/**
 * The copies that an ESM entry may have imported before it came to us. ESM copies cannot be listed, and loading an
 * unused one costs about 100 ms, so only a copy that the entry's package depends on counts, itself or through one of
 * its own dependencies (`@langchain/openai` brings `openai`).
 *
 * @param entry Absolute path of the app's entry file.
 */
export function entryCopies(packageName: string, entry: string): FoundCopy[] {
  // A CJS app requires its packages, and those are listed.
  if (formatOf(entry) !== 'esm') return [];
  const home = packageOf(entry);
  if (home === undefined) return [];
  const directories = new Set<string>();
  const add = (from: string) => {
    const directory = resolvedDirectory(packageName, from);
    if (directory !== undefined && hasEsm(readManifest(directory))) directories.add(directory);
  };
  if (dependsOn(home.manifest, packageName, true)) add(entry);
  for (const dependency of dependencyNames(home.manifest)) {
    const directory = folderOfDependency(dependency, home.directory);
    const manifest = directory === undefined ? undefined : readManifest(directory);
    if (directory === undefined || manifest === undefined) continue;
    if (dependsOn(manifest, packageName, false)) add(join(directory, 'package.json'));
  }
  return [...directories].map((directory) => ({ directory, format: 'esm' }));
}

/** The package that a file belongs to; folders that only set `type` are passed over. */
function packageOf(file: string): { readonly directory: string; readonly manifest: PackageManifest } | undefined {
  for (const directory of upwards(dirname(file))) {
    const manifest = readManifest(directory);
    if (manifest?.name !== undefined || manifest?.dependencies !== undefined || manifest?.devDependencies !== undefined)
      return { directory, manifest };
  }
  return undefined;
}

/** Where a package's own files are, from the file that asks for it. `exports` may hide the manifest, hence by path. */
function resolvedDirectory(packageName: string, from: string): string | undefined {
  try {
    const file = createRequire(from).resolve(packageName);
    return installedDirectory(file, packageName) ?? namedDirectory(file, packageName);
  } catch {
    // Without a `require` condition, or not installed: the folders are what is left.
    return folderOfDependency(packageName, dirname(from));
  }
}

/** The real path: with links a package's own dependencies lie beside its target, and Node knows modules by it. */
function folderOfDependency(packageName: string, from: string): string | undefined {
  for (const directory of upwards(from)) {
    const folder = join(directory, 'node_modules', packageName);
    if (readManifest(folder) !== undefined) return realpathSync(folder);
  }
  return undefined;
}

function hasEsm(manifest: PackageManifest | undefined): boolean {
  if (manifest === undefined) return false;
  if (manifest.type === 'module' || manifest.module !== undefined) return true;
  return /"import"|\.mjs"/.test(JSON.stringify(manifest.exports) ?? '');
}

function dependsOn(manifest: PackageManifest, packageName: string, isApp: boolean): boolean {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  const lists = [dependencies, peerDependencies, optionalDependencies, ...(isApp ? [devDependencies] : [])];
  return lists.some((list) => typeof list === 'object' && list !== null && Object.hasOwn(list, packageName));
}

function dependencyNames({ dependencies }: PackageManifest): string[] {
  return typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : [];
}
