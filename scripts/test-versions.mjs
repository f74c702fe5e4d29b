/**
 * `npm run test:versions`: the tests that depend on somebody else's version, with each version that we support. Older
 * ones live in folders of their own, outside the workspaces, and are installed here. Ends with the line
 * `N passed, N failed`. `-- --write` puts the tables of what was seen into the READMEs of the two instrumentations.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matrixTable, readTable, writeTable } from './version-matrix.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OPENAI = 'packages/instrumentation-openai';
const LANGCHAIN = 'packages/instrumentation-langchain';

/** What each table is about: a column for each suite of the folder, with the version of the package that it has. */
const TABLES = [
  { folder: OPENAI, packageName: 'openai' },
  { folder: LANGCHAIN, packageName: '@langchain/core' },
];

/** What is tested with which folder's packages. The newest of each is the workspace's own, which `npm test` counts. */
const SUITES = [
  { name: 'openai 5', folder: `${OPENAI}/versions/openai-5`, tests: testsOfSdk(), column: OPENAI },
  { name: 'openai 6', folder: `${OPENAI}/versions/openai-6`, tests: testsOfSdk(), column: OPENAI },
  { name: 'openai 7', folder: OPENAI, tests: testsOfSdk(), column: OPENAI, isCounted: true },
  { name: 'core 0.3', folder: `${LANGCHAIN}/versions/core-0.3`, tests: testsOfCore(), column: LANGCHAIN },
  { name: 'core 1.0', folder: `${LANGCHAIN}/versions/core-1.0`, tests: testsOfCore(), column: LANGCHAIN },
  { name: 'core 1.2', folder: LANGCHAIN, tests: testsOfCore(), column: LANGCHAIN, isCounted: true },
  {
    name: 'esbuild',
    folder: 'packages/autolog/versions/esbuild',
    tests: ['packages/autolog/src/bundles.test.ts', '--testNamePattern=esbuild'],
  },
];

const reports = {};
let passed = 0;
let failed = 0;
for (const { name, folder, tests, column, isCounted } of SUITES) {
  console.log(`\n— ${name}`);
  if (!install(join(ROOT, folder))) {
    console.log(`${name} is skipped: its packages are not installed, and the registry cannot be reached.`);
    continue;
  }
  const report = run(join(ROOT, folder), tests);
  if (column !== undefined) reports[name] = report;
  if (!isCounted) passed += report.numPassedTests;
  failed += report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
}
for (const table of TABLES) updateTable(table);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Test files that load the SDK, which the others need not be run again with. */
function testsOfSdk() {
  const source = join(ROOT, OPENAI, 'src');
  return readdirSync(source)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) =>
      /'\.\/(differential|sdk-under-test)\.test\.support\.ts'/.test(readFileSync(join(source, file), 'utf8')),
    )
    .map((file) => `${OPENAI}/src/${file}`);
}

/** The differential tests of LangChain, which load the copies of the folder that the runner names. */
function testsOfCore() {
  return [`${LANGCHAIN}/src/differential.test.ts`];
}

/** @returns {boolean} whether the exact versions that the folder's manifest names are there */
function install(folder) {
  const { dependencies = {}, version } = readJson(join(folder, 'package.json'));
  // A workspace: installed with the root.
  if (version !== undefined) return true;
  const isThere = () =>
    Object.entries(dependencies).every(([name, wanted]) => {
      const manifest = join(folder, 'node_modules', name, 'package.json');
      return existsSync(manifest) && readJson(manifest).version === wanted;
    });
  if (isThere()) return true;
  const args = ['install', '--no-package-lock', '--no-audit', '--no-fund', '--omit=peer', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: folder, stdio: 'inherit', timeout: 300_000 };
  if (npm) spawnSync(process.execPath, [npm, ...args], options);
  else spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return isThere();
}

/** @returns what vitest's JSON reporter says */
function run(folder, tests) {
  const results = mkdtempSync(join(tmpdir(), 'tracewright-versions-'));
  const file = join(results, 'report.json');
  try {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...tests];
    // Every case: what `npm test` leaves out may be what an older version does otherwise.
    const env = { ...process.env, TRACEWRIGHT_THOROUGH: '1', TRACEWRIGHT_TEST_APP_FOLDER: folder };
    spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, stdio: 'inherit', env });
    return readJson(file);
  } catch (error) {
    console.error(`The tests did not run to their end: ${error.message}`);
    return { success: false, numPassedTests: 0, numFailedTests: 0, testResults: [] };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** A table that is out of date is said, and no failure: what it lacks has been counted above. */
function updateTable({ folder: tested, packageName }) {
  const columns = SUITES.filter(({ column }) => column === tested);
  if (columns.some(({ name }) => reports[name] === undefined)) return;
  const versions = columns.map(({ folder }) => installedVersion(join(ROOT, folder), packageName));
  const seen = Object.fromEntries(columns.map(({ name }) => [name, reports[name]]));
  const table = matrixTable(seen, versions, packageName);
  const file = join(ROOT, tested, 'README.md');
  const readme = readFileSync(file, 'utf8');
  if (process.argv.includes('--write')) writeFileSync(file, writeTable(readme, table));
  else if (readTable(readme) !== table)
    console.log(`The table in ${tested}/README.md is not what was seen: npm run test:versions -- --write`);
}

/** The version of a package that an app in a folder gets. */
function installedVersion(folder, packageName) {
  // Found by path: not every package lets its manifest be asked for.
  const { resolve } = createRequire(join(folder, 'package.json'));
  for (const modules of resolve.paths(packageName) ?? []) {
    const manifest = join(modules, packageName, 'package.json');
    if (existsSync(manifest)) return readJson(manifest).version;
  }
  throw new Error(`${packageName} is not installed for ${folder}`);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
