/**
 * `npm run test:postgres [-- vitest's arguments]`: the tracking stores on a real Postgres, which the tests start. Where
 * none is installed they are skipped with a message.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(ROOT, 'collector', 'test-postgres', 'vitest.config.ts');
const args = ['run', '--root', ROOT, '--config', config, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = status ?? 1;
