import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const NODE_MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

const OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: 'ES2022',
  module: 'NodeNext',
  types: [],
  lib: ['ES2024', 'DOM', 'DOM.AsyncIterable', 'ESNext.Decorators'],
  skipLibCheck: true,
};

/** A program that was compiled. */
export interface Compiled {
  /** The compiler's. */
  readonly messages: string;
  /** What it wrote, `sample.js` and `sample.d.ts`, until the test ends. */
  readonly folder: string;
}

/** Compiles a program of one file against the built packages. */
export async function compile(source: string, options: object): Promise<Compiled> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tracewright-types-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(NODE_MODULES, join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'sample.ts'), source);
  const compilerOptions = { ...OPTIONS, ...options };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['sample.ts'] }));
  const tsc = join(NODE_MODULES, 'typescript', 'bin', 'tsc');
  const run = promisify(execFile)(process.execPath, [tsc, '-p', folder], { cwd: folder });
  const messages = await run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { readonly stdout: string }) => stdout,
  );
  return { messages, folder };
}
