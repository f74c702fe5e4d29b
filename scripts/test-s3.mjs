/**
 * `npm run test:s3 [-- vitest's arguments]`: the store of blobs on a real server that speaks S3: the one that
 * `S3_ENDPOINT` names, with AWS's own variables for its key, or else versitygw, which is built with Go into a folder of
 * its own the first time. Where neither can be had the tests are skipped with a message.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SERVER = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
// A folder of one's own saves building the same for every checkout.
const folder = process.env.TEST_S3_BIN || join(ROOT, 'collector', 'test-s3', '.bin');
const program = join(folder, process.platform === 'win32' ? 'versitygw.exe' : 'versitygw');

if (process.env.S3_ENDPOINT || existsSync(program) || isBuilt()) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(ROOT, 'collector', 'test-s3', 'vitest.config.ts');
  const args = ['run', '--root', ROOT, '--config', config, ...process.argv.slice(2)];
  const env = { ...process.env, S3_SERVER_PROGRAM: program };
  const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

function isBuilt() {
  if (spawnSync('go', ['version']).status !== 0) return skip('Go is not installed, and S3_ENDPOINT names no server');
  console.log('Building a server that speaks S3, which takes a minute the first time …');
  const env = { ...process.env, GOBIN: folder };
  if (spawnSync('go', ['install', SERVER], { env, stdio: 'inherit' }).status === 0) return true;
  return skip('the server cannot be built');
}

function skip(reason) {
  console.log(`The store in S3 is not tested: ${reason}.`);
  return false;
}
