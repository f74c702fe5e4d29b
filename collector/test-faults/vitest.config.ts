import { defineConfig } from 'vitest/config';

/** Tests run from source: workspace packages resolve to their `src` through this export condition. */
const SOURCE = 'tracewright-source';

export default defineConfig({
  resolve: { conditions: [SOURCE, 'node'] },
  ssr: { resolve: { conditions: [SOURCE, 'node'] } },
  test: {
    include: ['collector/test-faults/**/*.test.ts'],
    pool: 'forks',
    // Each of them takes the whole machine.
    fileParallelism: false,
    execArgv: [`--conditions=${SOURCE}`],
    testTimeout: 900_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
