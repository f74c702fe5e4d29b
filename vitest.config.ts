import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests run from source: workspace packages resolve to their `src` through this export condition. */
const SOURCE = 'tracewright-source';

const ALL = [
  '{packages,examples}/*/{src,test}/**/*.test.{ts,tsx}',
  'collector/{src,test}/**/*.test.ts',
  'scripts/**/*.test.mjs',
];

/** Tests of autolog that touch nothing that is set up once for a process, or in processes of apps alone. */
const PURE = [
  ...['cost-attributes', 'dialect', 'langfuse', 'mlflow', 'openinference', 'pending-spans', 'span-cut', 'span-queue'],
  ...['sampler', 'follow-result', 'otlp-format', 'retry-control'],
  ...['autolog', 'usage', 'app-set-up', 'process-end', 'process-end-unheard', 'types', 'own-steps-types'],
].join('|');

/** Tests of what is set up once for a process, such as the tracer provider, and of whole processes and browsers. */
const OWN_PROCESS = [
  `packages/autolog/src/**/!(${PURE}).test.ts`,
  'packages/client/src/node/{fluent-registry,node-run}.test.ts',
  // What waits for garbage to be collected waits for that of all others, too.
  'packages/instrumentation-openai/src/{left-alone,lifetime}.test.ts',
  'packages/evaluate/src/**/*.tracked.test.ts',
  '{packages/*,collector}/test/**/*.test.{ts,tsx}',
  // What sets variables of the environment, and what packs and loads all packages.
  'scripts/{thorough-tests,packed-packages}.test.mjs',
];

/** A browser takes longer to start than most pages to be tested: all files of a process share one. */
const IN_BROWSER = ['{packages/*,collector}/test/**/*.browser.test.ts'];

/** The viewer's sources are written for Vite: JSX, and styles as modules. All others run in Node.js as they are. */
const FOR_VITE = ['packages/viewer/src/**/*.test.{ts,tsx}'];

/** What proves once more what another test has shown: `npm test` has three minutes. `npm run test:thorough` runs it. */
const THOROUGH = { name: 'thorough', skip: process.env.TRACEWRIGHT_THOROUGH === undefined };

const BUNDLED_THREADS = fileURLToPath(new URL('./scripts/bundled-threads.mjs', import.meta.url));

export default defineConfig({
  resolve: { conditions: [SOURCE, 'node'] },
  ssr: { resolve: { conditions: [SOURCE, 'node'] } },
  test: {
    pool: 'forks',
    // Many tests wait for child processes and browsers: two workers would leave a third of two cores idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    execArgv: [`--conditions=${SOURCE}`, `--import=${BUNDLED_THREADS}`],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Far beyond what any takes: the limit is there for what hangs, and a busy machine is no fault.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 30_000 } },
    // Processes, threads and browsers on a busy machine: a test may be tried again once, and the summary names it then.
    retry: process.env.CI ? 1 : 0,
    tags: [THOROUGH],
    projects: [
      // A process for each file costs more than most files' tests: these leave nothing behind and share theirs.
      {
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          setupFiles: ['scripts/fixed-seed.mjs'],
          include: ALL,
          exclude: [...OWN_PROCESS, ...FOR_VITE],
        },
      },
      {
        extends: true,
        test: {
          name: 'viewer',
          isolate: false,
          setupFiles: ['scripts/fixed-seed.mjs'],
          experimental: { viteModuleRunner: true, nodeLoader: true },
          include: FOR_VITE,
        },
      },
      { extends: true, test: { name: 'own process', include: OWN_PROCESS, exclude: IN_BROWSER } },
      { extends: true, test: { name: 'browser', isolate: false, include: IN_BROWSER } },
    ],
  },
});
