/**
 * Makes a clone ready, then runs another script of this folder on the project's own Node.js:
 * `node scripts/setup.mjs [script] [arguments]`. Needs Node.js >= 18 and npm, and no package.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whenParentIsGone } from './follow-parent.mjs';
import { missingNativePackages, thisHost } from './native-packages.mjs';
import { isNodeNewEnough, OLDEST_NODE, projectNode } from './project-node.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(ROOT, 'node_modules', '.installed-from');

const [script, ...args] = process.argv.slice(2);
install();
if (script) run(script, args);

function install() {
  const stamp = lockFingerprint();
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp) {
    console.log('Installing packages …');
    // The project brings its own Node.js, so warnings about the host's version would only confuse.
    npm(['install', '--no-audit', '--no-fund', '--loglevel=error']);
    // npm may have completed the lock for this platform: what is stamped is what is now on disk.
    installMissing();
    writeFileSync(STAMP, lockFingerprint());
  } else {
    installMissing();
  }
}

function installMissing() {
  const missing = missingNativePackages(ROOT, thisHost());
  if (missing.length === 0) return;
  console.log(`Installing what the lock file lacks for this platform: ${missing.join(' ')}`);
  npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...missing]);
}

function npm(parameters) {
  // npm sets npm_execpath for the scripts it runs; a plain `node scripts/setup.mjs` falls back to the PATH.
  const cli = process.env.npm_execpath;
  const result = cli
    ? spawnSync(process.execPath, [cli, ...parameters], { cwd: ROOT, stdio: 'inherit' })
    : spawnSync('npm', parameters, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) stop('npm install failed: see its message above.');
}

/** What an installation depends on: the lock, and the platform it is for. */
function lockFingerprint() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function run(name, parameters) {
  const node = projectNode(ROOT) ?? (isNodeNewEnough(process.versions.node) ? process.execPath : undefined);
  if (!node) {
    stop(
      `Tracewright needs Node.js ${OLDEST_NODE.join('.')} or newer on this platform; this is ${process.versions.node}.`,
    );
  }
  const child = spawn(node, [join(ROOT, 'scripts', name), ...parameters], { cwd: ROOT, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well; what is sent to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  whenParentIsGone(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
