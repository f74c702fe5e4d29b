/**
 * `npm run test:backends [-- vitest's arguments]`: sends an app's traces to existing back-ends and reads them back. What
 * is not on this machine yet is built or installed first, which takes its time; what cannot be had is skipped.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(ROOT, 'examples', 'backends', 'vitest.config.ts');
const args = ['run', '--config', config, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = status ?? 1;
