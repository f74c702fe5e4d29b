/**
 * `npm run bench -- [options]`: builds, then measures what tracing adds to a call, and what an app waits for that has
 * installed it. The options are those of the two `run.ts`; `--package=openai` or `--package=langchain` measures one alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appPackages, linkThirdParties, readManifest, stagePackage } from './app-packages.mjs';
import { runTool } from './build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** From `node_modules`, where tools are looked for. */
const bench = (name) => join('..', 'packages', `instrumentation-${name}`, 'bench', 'run.ts');

const PACKAGES = ['openai', 'langchain'];
const options = process.argv.slice(2);
const only = options.find((option) => option.startsWith('--package='))?.slice('--package='.length);
const measured = PACKAGES.filter((name) => only === undefined || name === only);
const rest = options.filter((option) => !option.startsWith('--package='));

const projects = measured.map((name) => `packages/instrumentation-${name}/bench`);
if (!runTool(ROOT, 'typescript/bin/tsc', ['-b', ...projects], ROOT)) process.exit(1);
const isFine = { openai: benchOpenAI, langchain: () => runTool(ROOT, bench('langchain'), rest, ROOT) };
for (const name of measured) if (!(await isFine[name]())) process.exitCode = 1;

/** Beside its calls, what loading takes: in an app that has the packages as they would be installed. */
async function benchOpenAI() {
  const app = mkdtempSync(join(tmpdir(), 'tracewright-bench-'));
  try {
    const modules = linkThirdParties(app);
    for (const folder of appPackages()) await stagePackage(folder, join(modules, readManifest(folder).name));
    return runTool(ROOT, bench('openai'), [`--app=${app}`, ...rest], ROOT);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}
