/**
 * `npm run bench -w collector -- [cases]`: builds what is stale, then measures the collector as it is delivered, from
 * its bundle. What the cases are stands in `collector/src/bench/run.ts`.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCollectorBundle, runTool } from './build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COLLECTOR = join(ROOT, 'collector');
/** From `node_modules`, where tools are looked for. */
const BENCH = join('..', 'collector', 'dist', 'bench', 'run.js');

if (!runTool(ROOT, 'typescript/bin/tsc', ['-b', COLLECTOR], ROOT)) process.exit(1);
await buildCollectorBundle(ROOT);
if (!runTool(ROOT, BENCH, process.argv.slice(2), COLLECTOR)) process.exitCode = 1;
