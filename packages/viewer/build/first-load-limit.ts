import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Fails the build when the entry, with all that it imports statically, weighs more than the limit after gzip. */
export function firstLoadLimit(limitBytes: number): Plugin {
  return {
    name: 'tracewright:first-load-limit',
    apply: 'build',
    generateBundle(_options, bundle) {
      const counted = new Set<string>();
      const pending = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' && file.isEntry ? [file.fileName] : [],
      );
      let sizeBytes = 0;
      for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk' || counted.has(name)) continue;
        counted.add(name);
        sizeBytes += gzipSync(chunk.code, { level: 9 }).byteLength;
        pending.push(...chunk.imports);
      }
      const found = `the first load is ${(sizeBytes / 1000).toFixed(1)} kB of script after gzip`;
      if (sizeBytes > limitBytes) this.error(`${found}; the limit is ${limitBytes / 1000} kB`);
      this.info(found);
    },
  };
}
