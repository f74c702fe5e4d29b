/**
 * `npm run test:versions`: the tests that depend on somebody else's version, with each version that we support. Older
 * ones live in folders of their own, outside the workspaces, and are installed here. Ends with the line
 * `N passed, N failed`. `-- --write` puts the table of what was seen into the README of instrumentation-openai.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matrixTable, readTable, writeTable } from './openai-matrix.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OPENAI = 'packages/instrumentation-openai';
const README = join(ROOT, OPENAI, 'README.md');

/** What is tested with which folder's packages. The newest openai is the workspace's own, which `npm test` counts. */
const SUITES = [
  { name: 'openai 5', folder: `${OPENAI}/versions/openai-5`, tests: testsOfSdk(), isColumn: true },
  { name: 'openai 6', folder: `${OPENAI}/versions/openai-6`, tests: testsOfSdk(), isColumn: true },
  { name: 'openai 7', folder: OPENAI, tests: testsOfSdk(), isColumn: true, isCounted: true },
  {
    name: 'esbuild',
    folder: 'packages/autolog/versions/esbuild',
    tests: ['packages/autolog/src/bundles.test.ts', '--testNamePattern=esbuild'],
  },
];

const reports = {};
let passed = 0;
let failed = 0;
for (const { name, folder, tests, isColumn, isCounted } of SUITES) {
  console.log(`\n— ${name}`);
  if (!install(join(ROOT, folder))) {
    console.log(`${name} is skipped: its packages are not installed, and the registry cannot be reached.`);
    continue;
  }
  const report = run(join(ROOT, folder), tests);
  if (isColumn) reports[name] = report;
  if (!isCounted) passed += report.numPassedTests;
  failed += report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
}
updateTable();
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
    const env = { ...process.env, TRACEWRIGHT_TEST_APP_FOLDER: folder };
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
function updateTable() {
  const columns = SUITES.filter(({ isColumn }) => isColumn);
  if (columns.some(({ name }) => reports[name] === undefined)) return;
  const versions = columns.map(({ folder }) => installedVersion(join(ROOT, folder)));
  const table = matrixTable(reports, versions);
  const readme = readFileSync(README, 'utf8');
  if (process.argv.includes('--write')) writeFileSync(README, writeTable(readme, table));
  else if (readTable(readme) !== table)
    console.log(`The table in ${OPENAI}/README.md is not what was seen: npm run test:versions -- --write`);
}

/** The `openai` that an app in a folder gets. */
function installedVersion(folder) {
  const { resolve } = createRequire(join(folder, 'package.json'));
  return readJson(join(dirname(resolve('openai')), 'package.json')).version;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
