import { defineConfig } from 'vitest/config';

/** Tests run from source: workspace packages resolve to their `src` through this export condition. */
const SOURCE = 'tracewright-source';

export default defineConfig({
  resolve: { conditions: [SOURCE, 'node'] },
  ssr: { resolve: { conditions: [SOURCE, 'node'] } },
  test: {
    include: ['collector/test-scale/**/*.test.ts'],
    pool: 'forks',
    // Each file has servers of its own.
    fileParallelism: false,
    execArgv: [`--conditions=${SOURCE}`],
    testTimeout: 600_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
