import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { firstLoadLimit } from './build/first-load-limit.ts';
import { precompressed } from './build/precompressed.ts';

/** What the trace page may weigh before it can paint: all script on the static path from the entry, gzipped. */
const FIRST_LOAD_LIMIT_BYTES = 50_000;

const FIRST_AND_SHARED =
  /[\\/]node_modules[\\/](@?preact|wouter-preact|regexparam)[\\/]|[\\/]src[\\/](api[\\/](connection|request)|format[\\/](duration|grouped|moment|number|filter-literal)|ui[\\/](class-names|icon))\.tsx?$/;

const config: UserConfig = {
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Workspace packages are bundled from source, so that the viewer builds without their `dist`.
  resolve: { conditions: ['tracewright-source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The stand-in for the collector, or the collector itself, while developing.
  server: { proxy: { '/api': process.env.TRACEWRIGHT_URL ?? 'http://127.0.0.1:4318' } },
  build: {
    target: 'es2022',
    // No data: URLs, which the Content-Security-Policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // What the first page and others share is one file rather than a dozen: each is a round trip of its own.
      output: { codeSplitting: { groups: [{ name: 'base', test: FIRST_AND_SHARED }] } },
    },
  },
  worker: { format: 'es' },
  plugins: [firstLoadLimit(FIRST_LOAD_LIMIT_BYTES), precompressed()],
};

export default config;
