import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The workspaces that are published. */
const PUBLISHED = ['collector', ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`)].filter(
  (folder) => !readManifest(folder).private,
);

test('what npm would publish loads by import and by require, and holds no tests and no sources', () => {
  const app = mkdtempSync(join(tmpdir(), 'tracewright-pack-'));
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  const modules = join(app, 'node_modules');
  linkThirdParties(modules);

  const files = PUBLISHED.flatMap((folder) => unpack(folder, app, modules));

  expect(files.filter((file) => file === 'LICENSE')).toHaveLength(PUBLISHED.length);
  expect(files.filter((file) => /\.test\.|\.bench\.|^src\/|\/testing\//.test(file))).toEqual([]);
  for (const folder of PUBLISHED) {
    const { name, exports } = readManifest(folder);
    // The viewer is files to serve, not a module.
    if (exports['.'] === undefined) continue;
    expect(namesOf(app, `await import(${JSON.stringify(name)})`), `import ${name}`).not.toEqual([]);
    expect(namesOf(app, `require(${JSON.stringify(name)})`), `require ${name}`).not.toEqual([]);
  }
});

function readManifest(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/** Everything that is installed but our own packages, so that nothing is fetched. */
function linkThirdParties(modules) {
  mkdirSync(join(modules, '@tracewright'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name === '@tracewright' || name.startsWith('.')) continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
}

/** Packs a workspace, unpacks it where it would be installed, and tells what is in it. */
function unpack(folder, app, modules) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', app];
  const options = { cwd: join(ROOT, folder), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  const printed = npm ? execFileSync(process.execPath, [npm, ...args], options) : execFileSync('npm', args, options);
  const [packed] = Object.values(JSON.parse(printed));
  const target = join(modules, readManifest(folder).name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(app, packed.filename), '-C', target, '--strip-components=1']);
  return packed.files.map((file) => file.path);
}

/** The names that a module loaded by an expression gives to an app without any condition of ours. */
function namesOf(app, expression) {
  const code = `const { createRequire } = process.getBuiltinModule('module');
    const require = createRequire(${JSON.stringify(join(app, 'app.js'))});
    console.log(JSON.stringify(Object.keys(${expression})));`;
  const args = ['--input-type=module', '--eval', code];
  const env = { ...process.env, NODE_OPTIONS: '' };
  return JSON.parse(execFileSync(process.execPath, args, { cwd: app, encoding: 'utf8', env }));
}
