import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT_FILES = new Set(['.html', '.js', '.css', '.svg', '.json']);
/** Below this a compressed copy saves less than its own headers cost. */
const MIN_BYTES = 512;

/** Writes a `.gz` and a `.br` copy beside every text file of the bundle, so that nobody compresses at run time. */
export function precompressed(): Plugin {
  let outDir = '';
  return {
    name: 'tracewright:precompressed',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const files = await readdir(outDir, { recursive: true });
      await Promise.all(
        files.filter((file) => TEXT_FILES.has(extname(file))).map((file) => compress(join(outDir, file))),
      );
    },
  };
}

async function compress(file: string): Promise<void> {
  const text = await readFile(file);
  if (text.byteLength < MIN_BYTES) return;
  const [gz, br] = await Promise.all([
    promisify(gzip)(text, { level: 9 }),
    promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  ]);
  await Promise.all([writeFile(`${file}.gz`, gz), writeFile(`${file}.br`, br)]);
}
