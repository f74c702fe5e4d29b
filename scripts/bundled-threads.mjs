/**
 * Loaded by the processes of tests: lets them load the collector as a package, and start its threads, from its bundle, made
 * from the sources as they are, where `npm test` has just made it. A thread takes four times as long to load some hundred
 * sources, and the tests start a hundred threads.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** How modules of the collector name the thread that lies beside them. */
const THREAD =
  /new URL\(\s*import\.meta\.url\.endsWith\('\.ts'\) \? '\.\/([\w-]+)\.ts' : '[^']+',\s*import\.meta\.url,?\s*\)/g;

/** The folder of the bundle; without it threads run from source as all else. */
const BUILT_COLLECTOR = process.env.TRACEWRIGHT_BUILT_COLLECTOR;

if (BUILT_COLLECTOR !== undefined) {
  const folder = pathToFileURL(BUILT_COLLECTOR).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier !== '@tracewright/collector') return nextResolve(specifier, context);
      return { url: `${folder}/index.js`, format: 'module', shortCircuit: true };
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.includes('/collector/src/') || !loaded.source) return loaded;
      const code = String(loaded.source);
      if (!code.includes("-worker.ts'")) return loaded;
      return { ...loaded, source: code.replace(THREAD, (_, name) => `new URL('${folder}/${name}.js')`) };
    },
  });
}
