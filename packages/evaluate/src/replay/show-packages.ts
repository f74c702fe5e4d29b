import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the ECMAScript modules of a package begin, and what else of it may have a copy of it inside. */
const PACKAGES = [
  { name: 'openai', file: 'index.mjs', users: ['@langchain/openai'] },
  { name: '@langchain/core', file: 'dist/callbacks/manager.js', users: [] },
] as const;

/**
 * Loads the packages that the working directory's code gets, so that tracing sees their copies. A test has imported
 * them before tracing begins, under an entry that belongs to the test runner: nothing else would lead there. `require()`
 * gives the very modules that `import` gives, and goes past the module runner that a test may have of its own.
 */
export function showPackages(): void {
  const here = join(process.cwd(), 'package.json');
  const load = createRequire(here);
  for (const { name, file, users } of PACKAGES) {
    const folders = new Set(
      [here, ...users.map((user) => folderOf(user, here))].map((from) => from && folderOf(name, from)),
    );
    for (const manifest of folders) {
      const path = manifest === undefined ? undefined : join(dirname(manifest), file);
      if (path !== undefined && existsSync(path)) load(path);
    }
  }
}

/** The `package.json` of a package as code beside `from` would find it. */
function folderOf(name: string, from: string): string | undefined {
  // Some packages do not let their manifest be resolved.
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const manifest = join(folder, name, 'package.json');
    if (existsSync(manifest)) return manifest;
  }
  return undefined;
}
