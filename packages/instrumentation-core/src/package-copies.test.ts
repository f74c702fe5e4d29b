import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** Patches each copy of `sample` by marking its class, then prints what the app sees. */
const WATCH = `
import { watchPackage } from ${JSON.stringify(new URL('./package-copies.ts', import.meta.url).href)};
export const copies = [];
export const stop = watchPackage({ packageName: 'sample', onCopy(copy) {
  copies.push(copy.version + ' ' + copy.format);
  const { Sample } = copy.load(copy.format === 'esm' ? 'index.mjs' : 'index.js');
  Sample.marks = (Sample.marks ?? 0) + 1;
} });
`;

let app = '';

beforeEach(() => {
  app = realpathSync(mkdtempSync(join(tmpdir(), 'package-copies-')));
  write('package.json', '{"type":"module","dependencies":{"sample":"1","other":"1"}}');
  write('watch.mjs', WATCH);
  installSample('node_modules/sample', '1.0.0');
});

afterEach(() => rmSync(app, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(app, path)), { recursive: true });
  writeFileSync(join(app, path), text);
}

/** A package in both module systems that hides its manifest, and whose ESM part has a second file. */
function installSample(directory: string, version: string): void {
  const exports = { '.': { import: './index.mjs', require: './index.js' }, './part': './part.mjs' };
  write(`${directory}/package.json`, JSON.stringify({ name: 'sample', version, exports }));
  write(`${directory}/index.mjs`, `export { Part } from './part.mjs'; export class Sample {}`);
  write(`${directory}/part.mjs`, `export class Part {}`);
  write(`${directory}/index.js`, `exports.Sample = class Sample {};`);
}

/** Runs a file of the app and parses what it printed last. */
function run(file: string, text: string, flags: readonly string[] = []): unknown {
  write(file, text);
  const args = ['--conditions=tracewright-source', ...flags, join(app, file)];
  const stdout = execFileSync(process.execPath, args, { cwd: app, encoding: 'utf8', timeout: 20_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('an ESM copy imported before the watch is reached at once', () => {
  const seen = run(
    'main.mjs',
    `import { Sample } from 'sample'; import { copies } from './watch.mjs';
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(seen).toEqual([['1.0.0 esm'], 1]);
});

test('an ESM copy that is linked but not yet run when the watch begins is reached', () => {
  const seen = run(
    'main.mjs',
    `import { copies } from './watch.mjs'; import { Sample } from 'sample';
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(seen).toEqual([['1.0.0 esm'], 1]);
});

test('a copy that is imported after the watch began is patched before the app gets it', () => {
  write('package.json', '{"type":"module"}');
  const seen = run(
    'main.mjs',
    `import { copies } from './watch.mjs';
     const before = [...copies];
     const { Sample } = await import('sample');
     console.log(JSON.stringify([before, copies, Sample.marks]));`,
  );
  expect(seen).toEqual([[], ['1.0.0 esm'], 1]);
});

test('a watch that is preloaded sees the static imports of the app', () => {
  write('package.json', '{"type":"module"}');
  const seen = run(
    'main.mjs',
    `import { Part } from 'sample/part'; import { Sample } from 'sample'; import { copies } from './watch.mjs';
     console.log(JSON.stringify([copies, Sample.marks, typeof Part]));`,
    ['--import', './watch.mjs'],
  );
  expect(seen).toEqual([['1.0.0 esm'], 1, 'function']);
});

test('CJS copies are found, loaded before or after, and no ESM copy is loaded for a CJS app', () => {
  write('package.json', '{"dependencies":{"sample":"1"}}');
  const before = run(
    'main.cjs',
    `const { Sample } = require('sample'); const { copies } = require('./watch.mjs');
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  const after = run(
    'after.cjs',
    `const { copies } = require('./watch.mjs'); const { Sample } = require('sample');
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(before).toEqual([['1.0.0 cjs'], 1]);
  expect(after).toEqual([['1.0.0 cjs'], 1]);
});

test('two versions in both module systems are four copies', () => {
  installSample('node_modules/other/node_modules/sample', '2.0.0');
  write('node_modules/other/package.json', '{"name":"other","dependencies":{"sample":"2"}}');
  write('node_modules/other/esm.mjs', `export { Sample } from 'sample';`);
  write('node_modules/other/cjs.cjs', `exports.Sample = require('sample').Sample;`);
  const seen = run(
    'main.mjs',
    `import { createRequire } from 'node:module'; import { copies } from './watch.mjs';
     const require = createRequire(import.meta.url);
     const all = [await import('sample'), await import('other/esm.mjs'), require('sample'), require('other/cjs.cjs')];
     console.log(JSON.stringify([copies.toSorted(), all.map(({ Sample }) => Sample.marks), new Set(all.map((m) => m.Sample)).size]));`,
  );
  expect(seen).toEqual([['1.0.0 cjs', '1.0.0 esm', '2.0.0 cjs', '2.0.0 esm'], [1, 1, 1, 1], 4]);
});

test('an ESM copy that only a dependency of the app brings is reached after its import', () => {
  rmSync(join(app, 'node_modules/sample'), { recursive: true });
  installSample('node_modules/other/node_modules/sample', '2.0.0');
  write('package.json', '{"type":"module","dependencies":{"other":"1"}}');
  write('node_modules/other/package.json', '{"name":"other","type":"module","dependencies":{"sample":"2"}}');
  write('node_modules/other/index.js', `export { Sample } from 'sample';`);
  const seen = run(
    'main.mjs',
    `import { Sample } from 'other/index.js'; import { copies } from './watch.mjs';
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(seen).toEqual([['2.0.0 esm'], 1]);
});

test('a CJS file inside an ESM copy does not make a CJS copy, whether the watch began before or after', () => {
  write('node_modules/sample/state.js', 'exports.state = {};');
  write('node_modules/sample/part.mjs', `export { state } from './state.js'; export class Part {}`);
  const after = run(
    'main.mjs',
    `import { Sample } from 'sample'; import { copies } from './watch.mjs';
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  write('package.json', '{"type":"module"}');
  const before = run(
    'main.mjs',
    `import { copies } from './watch.mjs'; const { Sample } = await import('sample');
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(after).toEqual([['1.0.0 esm'], 1]);
  expect(before).toEqual([['1.0.0 esm'], 1]);
});

test('a CJS copy that an ESM app imports is found', () => {
  write('package.json', '{"type":"module"}');
  write('node_modules/sample/package.json', '{"name":"sample","version":"0.9.0","main":"index.js"}');
  const seen = run(
    'main.mjs',
    `import { Sample } from 'sample'; import { copies } from './watch.mjs';
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(seen).toEqual([['0.9.0 cjs'], 1]);
});

test('nothing is loaded for an app that does not depend on the package', () => {
  write('package.json', '{"type":"module","dependencies":{"another":"1"}}');
  write('node_modules/sample/index.mjs', `console.log('"loaded"'); export class Sample {}`);
  const seen = run('main.mjs', `import { copies } from './watch.mjs'; console.log(JSON.stringify(copies));`);
  expect(seen).toEqual([]);
});

test('a copy linked into a workspace is known by its name', () => {
  rmSync(join(app, 'node_modules/sample'), { recursive: true });
  installSample('workspace/library', '3.0.0');
  symlinkSync(join(app, 'workspace/library'), join(app, 'node_modules/sample'), 'junction');
  write('package.json', '{"type":"module"}');
  const seen = run(
    'main.mjs',
    `import { copies } from './watch.mjs'; const { Sample } = await import('sample');
     console.log(JSON.stringify([copies, Sample.marks]));`,
  );
  expect(seen).toEqual([['3.0.0 esm'], 1]);
});

test('a nested dependency is not taken for the package it lies in, and a like-named package not for it', () => {
  write('node_modules/sample/node_modules/inner/index.js', '');
  write('node_modules/sample-extra/index.js', '');
  const seen = run(
    'main.cjs',
    `const { copies } = require('./watch.mjs'); require('sample-extra');
     require('./node_modules/sample/node_modules/inner/index.js'); console.log(JSON.stringify(copies));`,
  );
  expect(seen).toEqual([]);
});

test('a stopped watch reports nothing more, while another goes on', () => {
  write('package.json', '{"type":"module"}');
  const seen = run(
    'main.mjs',
    `import { copies, stop } from './watch.mjs'; const second = await import('./watch.mjs?second');
     stop(); stop();
     const { Sample } = await import('sample');
     console.log(JSON.stringify([copies, second.copies, Sample.marks]));`,
  );
  expect(seen).toEqual([[], ['1.0.0 esm'], 1]);
});

test('a failing onCopy neither stops the import nor comes to the app', () => {
  write('package.json', '{"type":"module"}');
  write('watch.mjs', WATCH.replace('index.mjs', 'missing.mjs'));
  const seen = run(
    'main.mjs',
    `import { copies } from './watch.mjs'; const { Sample } = await import('sample');
     console.log(JSON.stringify([copies, typeof Sample]));`,
  );
  expect(seen).toEqual([['1.0.0 esm'], 'function']);
});
