/** `npm test`: typecheck and build, then every test with lint beside; ends with the line `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stageApp } from './app-packages.mjs';
import { build } from './build.mjs';
import { lint } from './lint.mjs';
import { makeTestFolder } from './test-folder.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Hundreds of tests start processes and threads from source: compiling each file once halves their CPU time. */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'tracewright-tests');

/** Apps of tests have the packages of an app installed as they are published. */
const APP = join(ROOT, 'node_modules', '.cache', 'tracewright-app');

/** What of the sources was found to have the right style. */
const LINTED = join(ROOT, 'node_modules', '.cache', 'tracewright-lint.json');

console.log('\n— typecheck and build');
const isBuilt = (await build(ROOT)) === undefined;
if (isBuilt) await stageApp(APP);
// Tests wait for processes and browsers now and then: the style is looked at meanwhile.
const linting = lint(ROOT, LINTED);
const tests = await runTests(process.argv.slice(2));
const linted = await linting;
console.log(`\n— lint\n${linted.said}`);
report(tests, [isBuilt, linted.isFine]);

/** Runs vitest with a reporter of ours beside its own. */
async function runTests(args) {
  console.log('\n— tests');
  const folder = makeTestFolder(process.env);
  const file = join(folder, 'summary.json');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  // A terminal sends Ctrl-C to vitest as well, whose end is waited for.
  process.on('SIGINT', () => {});
  try {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts', 'test-summary-reporter.mjs')}`];
    const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        TRACEWRIGHT_TEST_SUMMARY: file,
        TMPDIR: temporary,
        // The browser is unpacked where it stays.
        TRACEWRIGHT_UNPACKED: tmpdir(),
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        // Tests build a viewer of their own otherwise, and run collectors and apps from source, which start more slowly.
        ...(isBuilt && {
          TRACEWRIGHT_BUILT_VIEWER: join(ROOT, 'packages', 'viewer', 'dist'),
          TRACEWRIGHT_BUILT_COLLECTOR: join(ROOT, 'collector', 'bundle'),
          TRACEWRIGHT_STAGED_APP: APP,
        }),
      },
    });
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    const [status] = await once(child, 'close');
    return { ...JSON.parse(readFileSync(file, 'utf8')), status };
  } catch (error) {
    console.error(`The tests did not run to their end: ${error.message}`);
    return { passed: 0, failures: [{ name: 'the run', reason: error.message }], unsteady: [], skipped: [], status: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report({ passed, failures, unsteady, skipped, status }, stepOutcomes) {
  const fine = stepOutcomes.filter(Boolean).length;
  // vitest can fail without a failed test, by an unhandled rejection for one: that counts as a failure.
  const unnamed = status !== 0 && failures.length === 0 ? 1 : 0;
  const allFailed = failures.length + unnamed + stepOutcomes.length - fine;
  list(
    'skipped',
    skipped.filter(({ reason }) => reason !== ''),
  );
  const unreasoned = skipped.filter(({ reason }) => reason === '').length;
  if (unreasoned > 0) console.log(`\n${unreasoned} left to thorough runs (TRACEWRIGHT_THOROUGH=1)`);
  list('passed only when tried again', unsteady);
  list('failed', failures);
  console.log(`\n${passed + fine} passed, ${allFailed} failed`);
  process.exitCode = allFailed === 0 ? 0 : 1;
}

/** Names what a reader should look at, at the end, where a long output is read first. */
function list(what, tests) {
  if (tests.length > 0) console.log(`\n${tests.length} ${what}:`);
  for (const { name, reason } of tests) console.log(`  ${name}${reason ? ` — ${reason}` : ''}`);
}
