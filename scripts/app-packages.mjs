/**
 * The packages that run inside a user's app, as they are published: the code of each in one file. Node.js takes longer
 * to find and link a module than to compile it, and `autolog()` has some 150 of them on its path.
 *
 * They are laid out apart from `dist`, where one is packed or measured, so that no bundle can be older than the code
 * that `tsc -b` has written.
 */
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleModules } from './bundle-modules.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = 'tracewright-source';
const SCOPE = '@tracewright/';

/**
 * `@tracewright/autolog` and what it stands on.
 *
 * @returns {string[]} folders below the root
 */
export function appPackages() {
  const folders = new Set();
  const add = (folder) => {
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const name of Object.keys(readManifest(folder).dependencies ?? {})) {
      if (name.startsWith(SCOPE)) add(`packages/${name.slice(SCOPE.length)}`);
    }
  };
  add('packages/autolog');
  return [...folders];
}

/**
 * @param {string} folder below the root
 * @returns {Record<string, any>} its `package.json`
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/**
 * Lays a package out as it is published: types as `tsc -b` has left them in `dist`, code bundled from source.
 *
 * @param {string} folder below the root
 * @param {string} target made if need be
 */
export async function stagePackage(folder, target) {
  const source = join(ROOT, folder);
  const manifest = readManifest(folder);
  mkdirSync(target, { recursive: true });
  for (const name of ['LICENSE', 'README.md']) cpSync(join(source, name), join(target, name));
  for (const path of globSync('dist/**/*.d.ts', { cwd: source })) cpSync(join(source, path), join(target, path));
  await bundleModules({
    root: source,
    entries: Object.fromEntries(entriesOf(manifest).map(({ name, file }) => [name, join(source, file)])),
    outDir: join(target, 'dist'),
    isExternal: (id) => !id.startsWith('.') && !id.startsWith(source.split(sep).join('/')) && !id.startsWith(source),
  });
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(withoutSource(manifest), null, 2)}\n`);
}

/**
 * Makes `node_modules` of an app that has everything installed which is installed here, but none of our own packages.
 *
 * @param {string} app its folder
 * @returns {string} the folder to put ours into
 */
export function linkThirdParties(app) {
  const modules = join(app, 'node_modules');
  const ours = join(modules, SCOPE);
  mkdirSync(ours, { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (`${name}/` === SCOPE || name.startsWith('.')) continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
  return modules;
}

/**
 * Makes an app that has everything installed: ours as it is published, the rest as it is here.
 *
 * @param {string} folder replaced
 */
export async function stageApp(folder) {
  rmSync(folder, { recursive: true, force: true });
  const modules = linkThirdParties(folder);
  for (const name of appPackages()) await stagePackage(name, join(modules, readManifest(name).name));
}

/** What can be imported, with the name of its file in `dist` and its source. */
function entriesOf({ exports }) {
  return Object.values(exports)
    .filter((target) => target[SOURCE] !== undefined)
    .map((target) => ({ name: /([^/]+)\.js$/.exec(target.default)[1], file: target[SOURCE] }));
}

function withoutSource(manifest) {
  const exports = Object.entries(manifest.exports).map(([path, target]) => {
    if (typeof target === 'string') return [path, target];
    const { [SOURCE]: _, ...published } = target;
    return [path, published];
  });
  return { ...manifest, exports: Object.fromEntries(exports) };
}
