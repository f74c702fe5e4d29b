import { pathToFileURL } from 'node:url';

/** How modules of the collector name the thread that lies beside them. */
const THREAD =
  /new URL\(\s*import\.meta\.url\.endsWith\('\.ts'\) \? '\.\/([\w-]+)\.ts' : '[^']+',\s*import\.meta\.url,?\s*\)/g;

/**
 * A plugin that lets tests start the collector's threads from its bundle: a thread takes four times as long to load some
 * hundred sources, and the tests start a hundred threads.
 *
 * @param {string} folder the bundle, made from the sources as they are
 * @returns {import('vite').Plugin}
 */
export function bundledThreads(folder) {
  return {
    name: 'tracewright-bundled-threads',
    enforce: 'pre',
    transform: {
      filter: { id: /\/collector\/src\//, code: /-worker\.ts'/ },
      handler: (code) => code.replace(THREAD, (_, name) => `new URL('${pathToFileURL(folder).href}/${name}.js')`),
    },
  };
}
