import type { Plugin } from 'vite';
import { firstLoadBytes } from './first-load-bytes.ts';

/** Fails the build when the entry, with all that it imports statically, weighs more than the limit after gzip. */
export function firstLoadLimit(limitBytes: number): Plugin {
  return {
    name: 'tracewright:first-load-limit',
    apply: 'build',
    generateBundle(_options, bundle) {
      const sizeBytes = firstLoadBytes(bundle);
      const found = `the first load is ${(sizeBytes / 1000).toFixed(1)} kB of script after gzip`;
      if (sizeBytes > limitBytes) this.error(`${found}; the limit is ${limitBytes / 1000} kB`);
      this.info(found);
    },
  };
}
