import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { appPackages, linkThirdParties, readManifest, stagePackage } from './app-packages.mjs';
import { buildCollectorBundle, buildViewer } from './build.mjs';
import { npmPack } from './npm-pack.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The workspaces that are published. */
const PUBLISHED = ['collector', ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`)].filter(
  (folder) => !readManifest(folder).private,
);

test('what npm would publish loads by import and by require, and holds no tests and no sources', {
  tags: 'thorough',
}, async () => {
  const app = mkdtempSync(join(tmpdir(), 'tracewright-pack-'));
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  const modules = linkThirdParties(app);
  await buildCollectorBundle(ROOT);
  buildViewer(ROOT);

  const files = await unpackAll(app, modules);

  const all = [...files.values()].flat();
  expect(all.filter((file) => file === 'LICENSE')).toHaveLength(PUBLISHED.length);
  expect(all.filter((file) => /\.test\.|\.bench\.|^src\/|\/testing\//.test(file))).toEqual([]);
  // The viewer is files to serve, not a module.
  const packages = PUBLISHED.map(readManifest).filter(({ exports }) => exports['.'] !== undefined);
  const names = packages.map(({ name }) => name);
  for (const expression of ['await import(name)', 'require(name)']) {
    const exported = namesExported(app, names, expression);
    for (const name of names) expect(exported[name], `${name} by ${expression}`).not.toEqual([]);
  }
  // What an app waits for when it starts are files: its types are as many as ever.
  const filesOfApp = appPackages().map((folder) => files.get(folder));
  for (const packed of filesOfApp) {
    expect(packed.filter((file) => file.endsWith('.js')).length).toBeLessThan(6);
    expect(packed).toContain('dist/index.d.ts');
  }
  // Its threads are looked for beside it, and what was bundled with it demands that its licence goes along.
  const collector = files.get('collector');
  expect(
    collector.filter((file) => /^bundle\/(main|writer-worker|query-worker|text-worker)\.js$/.test(file)),
  ).toHaveLength(4);
  expect(collector).toContain('bundle/LICENSES.txt');
  expect(collector.filter((file) => file.startsWith('dist/') && !file.endsWith('.d.ts'))).toEqual([]);
  expect(files.get('packages/viewer')).toContain('dist/LICENSES.md');
});

/** Packs the workspaces as `pack.mjs` does, unpacks each where it would be installed, and tells what is in it. */
async function unpackAll(app, modules) {
  const ofApp = appPackages();
  for (const folder of ofApp) await stagePackage(folder, join(app, 'staged', folder));
  const sources = PUBLISHED.map((folder) =>
    ofApp.includes(folder) ? join(app, 'staged', folder) : join(ROOT, folder),
  );
  const packed = new Map(npmPack(sources, app).map((tarball) => [tarball.name, tarball]));
  const files = new Map();
  for (const folder of PUBLISHED) {
    const { name } = readManifest(folder);
    const target = join(modules, name);
    mkdirSync(target, { recursive: true });
    const tarball = packed.get(name);
    execFileSync('tar', ['-xzf', join(app, tarball.filename), '-C', target, '--strip-components=1']);
    files.set(
      folder,
      tarball.files.map((file) => file.path),
    );
  }
  return files;
}

/** The names that each of some modules, loaded by an expression, gives to an app without any condition of ours. */
function namesExported(app, names, expression) {
  const code = `const { createRequire } = process.getBuiltinModule('module');
    const require = createRequire(${JSON.stringify(join(app, 'app.js'))});
    const exported = {};
    for (const name of ${JSON.stringify(names)}) exported[name] = Object.keys(${expression});
    console.log(JSON.stringify(exported));`;
  const args = ['--input-type=module', '--eval', code];
  const env = { ...process.env, NODE_OPTIONS: '' };
  return JSON.parse(execFileSync(process.execPath, args, { cwd: app, encoding: 'utf8', env }));
}
