/**
 * `npm run test:scale [-- vitest's arguments]`: several collectors on the same stores, and copying stores from one place
 * to another, with real servers: Postgres as Debian has it, a server that speaks S3 as for `npm run test:s3`, and the
 * engine of ClickHouse as for `npm run test:clickhouse`. What cannot be had is left out with a message.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENGINE = join(ROOT, 'collector', 'test-clickhouse');
const s3Folder = process.env.TEST_S3_BIN || join(ROOT, 'collector', 'test-s3', '.bin');
const s3Program = join(s3Folder, process.platform === 'win32' ? 'versitygw.exe' : 'versitygw');

// `SCALE_CLICKHOUSE=no` leaves it out all the same.
const hasEngine = process.env.SCALE_CLICKHOUSE !== 'no' && (Boolean(process.env.CLICKHOUSE_URL) || isEngineThere());
const hasS3 = Boolean(process.env.S3_ENDPOINT) || existsSync(s3Program);
if (!hasEngine) console.log('Without ClickHouse: `npm run test:clickhouse` installs its engine.');
if (!hasS3) console.log('Without S3: `npm run test:s3` builds a server.');

const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(ROOT, 'collector', 'test-scale', 'vitest.config.ts');
const args = ['run', '--root', ROOT, '--config', config, ...process.argv.slice(2)];
const env = {
  ...process.env,
  SCALE_CLICKHOUSE: hasEngine ? 'yes' : 'no',
  ...(hasS3 && { S3_SERVER_PROGRAM: s3Program }),
};
const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, env, stdio: 'inherit' });
process.exitCode = status ?? 1;

function isEngineThere() {
  if (!existsSync(join(ENGINE, 'node_modules', 'chdb'))) return false;
  return (
    spawnSync(process.execPath, ['-e', "require('chdb').version()"], { cwd: ENGINE, stdio: 'ignore' }).status === 0
  );
}
