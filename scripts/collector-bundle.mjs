/**
 * The collector as it runs where it has to start quickly: the code of each of its threads in few files, libraries
 * included. Node.js takes longer to find and link some 750 modules than to run them, and each thread does so anew.
 */
import {
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundleModules } from './bundle-modules.mjs';

/** What stays an import: stores on Postgres, ClickHouse and S3 are for those who install their clients. */
export const COLLECTOR_CLIENTS = ['pg', '@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner', '@clickhouse/client'];

/** What the bundle is made of, below the root of the repository. */
export const COLLECTOR_INPUTS = [
  'collector/src',
  'packages/attribution/src',
  'packages/pricing/src',
  'packages/schema/src',
  'scripts/bundle-modules.mjs',
  'scripts/collector-bundle.mjs',
  'package-lock.json',
];

/**
 * Bundles the collector from source: its command (`main.js`), what it exports (`index.js`), and beside them each thread
 * (`*-worker.js`), which is looked for there. It takes its place when all of it is there, and is as old as what it was
 * made of: what changes meanwhile is newer.
 *
 * @param {string} root of the repository
 * @param {string} outDir replaced; one folder below that of the package, as `src` and `dist` are
 */
export async function bundleCollector(root, outDir) {
  const source = join(root, 'collector', 'src');
  const files = ['index.ts', 'main.ts', ...globSync('**/*-worker.ts', { cwd: source })];
  const begun = new Date();
  const made = `${outDir}-${process.pid}`;
  try {
    const modules = await bundleModules({
      root: join(root, 'collector'),
      entries: Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(source, file)])),
      outDir: made,
      isExternal: (id) => COLLECTOR_CLIENTS.includes(id) || id.startsWith('node:'),
      conditions: ['tracewright-source'],
    });
    writeFileSync(join(made, 'LICENSES.txt'), licensesOf(modules));
    utimesSync(join(made, 'main.js'), begun, begun);
    rmSync(outDir, { recursive: true, force: true });
    renameSync(made, outDir);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** The licences of the libraries in it, which demand to go along. */
function licensesOf(modules) {
  const folders = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join('\n----\n\n');
}

/** The folder of the library that a module belongs to; undefined for our own. */
function packageOf(module) {
  if (!module.includes('/node_modules/')) return undefined;
  let folder = dirname(module.replace(/^\0/, '').replace(/\?.*$/, ''));
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

/** Libraries have manifests without a name in folders of theirs, to say which kind of modules is there. */
function isPackage(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name !== undefined;
}
