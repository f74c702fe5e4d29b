/** Builds what is stale: the compiled packages (by `tsc -b`, which knows), the viewer's bundle and the collector's. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCollector, COLLECTOR_INPUTS } from './collector-bundle.mjs';

/** What the viewer's bundle is made of. */
const VIEWER_INPUTS = [
  'packages/viewer/src',
  'packages/viewer/build',
  'packages/viewer/public',
  'packages/viewer/index.html',
  'packages/viewer/vite.config.ts',
  'packages/viewer/package.json',
  'packages/attribution/src',
  'packages/schema/src',
  'package-lock.json',
];

/**
 * @param {string} root
 * @returns {Promise<string | undefined>} what failed
 */
export async function build(root) {
  if (!existsSync(join(root, 'packages', 'cli', 'dist', 'main.js'))) console.log('Compiling …');
  if (!runTool(root, 'typescript/bin/tsc', ['-b'], root)) return 'the TypeScript build';
  try {
    await buildCollectorBundle(root);
  } catch (error) {
    console.error(error);
    return 'the bundle of the collector';
  }
  return buildViewer(root) ? undefined : 'the viewer build';
}

/**
 * Builds the viewer if its bundle is older than what it is made of.
 *
 * @param {string} root
 * @returns {boolean} whether it is there now
 */
export function buildViewer(root) {
  if (!isStale(root, 'packages/viewer/dist/index.html', VIEWER_INPUTS)) return true;
  console.log('Building the viewer …');
  // Vite warns of style sheets made of modules, in which nothing is wrong.
  return runTool(root, 'vite/bin/vite.js', ['build', '--logLevel', 'error'], join(root, 'packages', 'viewer'));
}

/**
 * @param {string} root
 * @returns {Promise<string>} the folder of the collector's bundle, made anew if it is older than what it is made of
 */
export async function buildCollectorBundle(root) {
  const folder = join(root, 'collector', 'bundle');
  if (isStale(root, 'collector/bundle/main.js', COLLECTOR_INPUTS)) await bundleCollector(root, folder);
  return folder;
}

/**
 * Runs a package's command on this very Node.js, without a shell.
 *
 * @param {string} root
 * @param {string} file inside `node_modules`
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {boolean} whether it succeeded
 */
export function runTool(root, file, args, cwd) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', file), ...args], { cwd, stdio: 'inherit' });
  return result.status === 0;
}

/** Whether a file is not there, or older than anything that it is made of. */
function isStale(root, built, inputs) {
  const file = join(root, built);
  if (!existsSync(file)) return true;
  const builtMs = statSync(file).mtimeMs;
  return inputs.some((input) => newestMs(join(root, input)) > builtMs);
}

/** When a file, or anything below a folder, was last changed; 0 where there is nothing. */
function newestMs(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
