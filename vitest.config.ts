import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { bundledThreads } from './scripts/bundled-threads.mjs';

/** Tests run from source: workspace packages resolve to their `src` through this export condition. */
const SOURCE = 'tracewright-source';

const ALL = [
  '{packages,examples}/*/{src,test}/**/*.test.{ts,tsx}',
  'collector/{src,test}/**/*.test.ts',
  'scripts/**/*.test.mjs',
];

/** Tests of what is set up once for a process, such as the tracer provider, and of whole processes and browsers. */
const OWN_PROCESS = [
  'packages/autolog/src/**/*.test.ts',
  'packages/client/src/node/**/*.test.ts',
  'packages/evaluate/src/**/*.tracked.test.ts',
  '{packages/*,collector}/test/**/*.test.{ts,tsx}',
  'scripts/**/*.test.mjs',
];

/** A browser takes longer to start than most pages to be tested: all files of a process share one. */
const IN_BROWSER = ['{packages/*,collector}/test/**/*.browser.test.ts'];

/** Set by `npm test`, which has just made it; without it threads run from source as all else. */
const BUILT_COLLECTOR = process.env.TRACEWRIGHT_BUILT_COLLECTOR;

export default defineConfig({
  plugins: BUILT_COLLECTOR === undefined ? [] : [bundledThreads(BUILT_COLLECTOR)],
  resolve: { conditions: [SOURCE, 'node'] },
  ssr: { resolve: { conditions: [SOURCE, 'node'] } },
  test: {
    pool: 'forks',
    // Many tests wait for child processes and browsers: two workers would leave a third of two cores idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    execArgv: [`--conditions=${SOURCE}`],
    // Far beyond what any takes: the limit is there for what hangs, and a busy machine is no fault.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 30_000 } },
    // Processes, threads and browsers on a busy machine: a test may be tried again once, and the summary names it then.
    retry: process.env.CI ? 1 : 0,
    projects: [
      // A process for each file costs more than most files' tests: these leave nothing behind and share theirs.
      {
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          setupFiles: ['scripts/fixed-seed.mjs'],
          include: ALL,
          exclude: OWN_PROCESS,
        },
      },
      { extends: true, test: { name: 'own process', include: OWN_PROCESS, exclude: IN_BROWSER } },
      { extends: true, test: { name: 'browser', isolate: false, include: IN_BROWSER } },
    ],
  },
});
