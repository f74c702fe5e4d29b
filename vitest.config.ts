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
    execArgv: [`--conditions=${SOURCE}`],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
