/** `npm run bench -- [options]`: builds, then measures what tracing adds to a call. The options are those of `run.ts`. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** From `node_modules`, where tools are looked for. */
const BENCH = join('..', 'packages', 'instrumentation-openai', 'bench', 'run.ts');

if (!runTool(ROOT, 'typescript/bin/tsc', ['-b', 'packages/instrumentation-openai/bench'], ROOT)) process.exit(1);
process.exit(runTool(ROOT, BENCH, process.argv.slice(2), ROOT) ? 0 : 1);
