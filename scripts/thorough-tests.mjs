/** Which files of tests do more in a thorough run: told by their sources, so that none has to be listed anywhere. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const TESTS = [
  '{packages,examples}/*/{src,test}/**/*.test.{ts,tsx}',
  'collector/{src,test}/**/*.test.ts',
  'scripts/**/*.test.mjs',
];

/** As a tag of a test, or as the variable of a size. */
const THOROUGH = /tags: ?\[?'thorough'|TRACEWRIGHT_THOROUGH/;
const IMPORTS = /\b(?:from|import) ?\(?'(\.[^']+)'/g;

/**
 * The files of tests that ask for thorough runs, themselves or in a file that they import.
 *
 * @param {string} root
 * @returns {string[]} paths below the root, sorted
 */
export function thoroughTests(root) {
  const sources = new Map();
  return globSync(TESTS, { cwd: root })
    .filter((file) => speaksOfIt(join(root, file), sources))
    .sort();
}

/** @param {Map<string, {isThorough: boolean, imported: string[]}>} sources those that were read before */
function speaksOfIt(file, sources) {
  const reached = new Set([file]);
  // What is added on the way is looked at as well.
  for (const path of reached) {
    const { isThorough, imported } = sources.get(path) ?? read(path);
    sources.set(path, { isThorough, imported });
    if (isThorough) return true;
    for (const next of imported) reached.add(next);
  }
  return false;
}

function read(file) {
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return {
    isThorough: THOROUGH.test(source),
    imported: [...source.matchAll(IMPORTS)].map(([, path]) => resolve(dirname(file), path)),
  };
}
