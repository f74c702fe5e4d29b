/**
 * `npm run test:postgres [-- vitest's arguments]`: the tracking stores on a real Postgres: the server that
 * `POSTGRES_URL` names, such as `postgres://user:password@host:5432/postgres`, on which they make databases of their own
 * and drop them; else one that they start. Where none is installed either they are skipped with a message.
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
