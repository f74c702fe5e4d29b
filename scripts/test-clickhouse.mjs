/**
 * `npm run test:clickhouse [-- vitest's arguments]`: the store of spans on a real ClickHouse: the server that
 * `CLICKHOUSE_URL` names, such as `clickhouse://user:password@host:8123`, else the engine of the package `chdb`, 546 MB,
 * which is installed into a folder of its own the first time. Where neither can be had the tests are skipped with a
 * message.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'collector', 'test-clickhouse');

if (process.env.CLICKHOUSE_URL || hasEngine() || isInstalled()) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(FOLDER, 'vitest.config.ts');
  const args = ['run', '--root', ROOT, '--config', config, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

function isInstalled() {
  console.log('Installing an engine of ClickHouse, which takes a minute the first time …');
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, args, { cwd: FOLDER, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status === 0 && hasEngine()) return true;
  console.log(
    'The store in ClickHouse is not tested: the engine cannot be installed here, and CLICKHOUSE_URL names no server.',
  );
  return false;
}

/** Whether the engine is there, and can be loaded on this machine. */
function hasEngine() {
  if (!existsSync(join(FOLDER, 'node_modules', 'chdb'))) return false;
  return (
    spawnSync(process.execPath, ['-e', "require('chdb').version()"], { cwd: FOLDER, stdio: 'ignore' }).status === 0
  );
}
