import { build } from 'vite';

/**
 * Writes modules with what they import as few files: one for each entry, and one for what several of them share.
 *
 * @param {object} options
 * @param {string} options.root folder of the package
 * @param {Record<string, string>} options.entries absolute path of the source by the name of its file, without `.js`
 * @param {string} options.outDir made if need be
 * @param {(id: string) => boolean} options.isExternal tells what is still imported from elsewhere
 * @param {string[]} [options.conditions] of `exports`, before those of Node.js
 * @returns {Promise<string[]>} paths of all modules that are in the files
 */
export async function bundleModules({ root, entries, outDir, isExternal, conditions = [] }) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, resolve: { conditions: [...conditions, 'node', 'module'] } },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      target: 'es2024',
      rolldownOptions: {
        input: entries,
        external: isExternal,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}
