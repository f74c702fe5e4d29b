import { defineConfig } from 'vitest/config';

/** As in the root's: workspace packages resolve to their `src`. */
const SOURCE = 'tracewright-source';

/** `npm run test:backends`. Servers of others are started, some of them large: one after the other. */
export default defineConfig({
  resolve: { conditions: [SOURCE, 'node'] },
  ssr: { resolve: { conditions: [SOURCE, 'node'] } },
  test: {
    dir: import.meta.dirname,
    include: ['src/**/*.verify.ts'],
    pool: 'forks',
    execArgv: [`--conditions=${SOURCE}`],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
