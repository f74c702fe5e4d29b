import { defineConfig } from 'vitest/config';

/** Tests run from source: workspace packages resolve to their `src` through this export condition. */
const SOURCE = 'tracewright-source';

export default defineConfig({
  resolve: { conditions: [SOURCE, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [SOURCE, 'module', 'node', 'development|production'] } },
  test: {
    include: [
      '{packages,examples}/*/{src,test}/**/*.test.{ts,tsx}',
      'collector/{src,test}/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    pool: 'forks',
    execArgv: [`--conditions=${SOURCE}`],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
