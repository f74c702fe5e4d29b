/**
 * `npm run test:faults [-- vitest's arguments]`: the collector as it is delivered, on stores that fail, on networks that
 * break off, by clocks that jump, with a thousand clients and through two hours' work. It takes some minutes.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCollectorBundle, runTool } from './build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const config = join(ROOT, 'collector', 'test-faults', 'vitest.config.ts');
if (!runTool(ROOT, 'typescript/bin/tsc', ['-b', 'collector'], ROOT)) process.exit(1);
const env = { ...process.env, TRACEWRIGHT_BUILT_COLLECTOR: await buildCollectorBundle(ROOT) };
const args = ['run', '--root', ROOT, '--config', config, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: ROOT, stdio: 'inherit', env });
process.exitCode = status ?? 1;
