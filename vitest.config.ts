import { defineConfig } from 'vitest/config';

/** Tests run from source: workspace packages resolve to their `src` through this export condition. */
const SOURCE = 'tracewright-source';

export default defineConfig({
  resolve: { conditions: [SOURCE, 'node'] },
  ssr: { resolve: { conditions: [SOURCE, 'node'] } },
  test: {
    include: [
      '{packages,examples}/*/{src,test}/**/*.test.{ts,tsx}',
      'collector/{src,test}/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    pool: 'forks',
    // Many tests wait for child processes and browsers: leaving a core free, as is the default, would only be slower.
    maxWorkers: '100%',
    execArgv: [`--conditions=${SOURCE}`],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
