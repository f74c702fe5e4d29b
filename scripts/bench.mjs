/**
 * `npm run bench -- [options]`: builds, then measures what tracing adds to a call, and what an app waits for that has
 * installed it. The options are those of `run.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appPackages, linkThirdParties, readManifest, stagePackage } from './app-packages.mjs';
import { runTool } from './build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** From `node_modules`, where tools are looked for. */
const BENCH = join('..', 'packages', 'instrumentation-openai', 'bench', 'run.ts');

if (!runTool(ROOT, 'typescript/bin/tsc', ['-b', 'packages/instrumentation-openai/bench'], ROOT)) process.exit(1);
const app = mkdtempSync(join(tmpdir(), 'tracewright-bench-'));
try {
  const modules = linkThirdParties(app);
  for (const folder of appPackages()) await stagePackage(folder, join(modules, readManifest(folder).name));
  process.exitCode = runTool(ROOT, BENCH, [`--app=${app}`, ...process.argv.slice(2)], ROOT) ? 0 : 1;
} finally {
  rmSync(app, { recursive: true, force: true });
}
