import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { runningCollector } from './testing/running-collector.ts';

const server = runningCollector();
const ENTRY = new URL('./index.ts', import.meta.url);

/** Every module that the entry leads to, by what its imports say. */
function modulesFrom(entry: URL): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, readonly string[]>();
  const visit = (url: URL): void => {
    if (modules.has(url.href)) return;
    const text = readFileSync(url, 'utf8');
    const named = [...text.matchAll(/^(?:import|export)\b(?! type)[^;]*?\bfrom '([^']+)'|\bimport\('([^']+)'\)/gm)];
    const imports = named.map(([, from, dynamic]) => from ?? dynamic ?? '');
    modules.set(url.href, imports);
    for (const one of imports) if (one.startsWith('.')) visit(new URL(one, url));
  };
  visit(entry);
  return modules;
}

test('the package itself needs nothing but the platform: no module of Node.js, no other package', () => {
  const modules = modulesFrom(ENTRY);
  expect(modules.size).toBeGreaterThan(20);
  const outside = [...modules].flatMap(([module, imports]) =>
    imports.filter((one) => !one.startsWith('.') || one.includes('/node/')).map((one) => `${module} imports ${one}`),
  );
  expect(outside.filter((one) => !one.endsWith('imports @tracewright/schema'))).toEqual([]);
});

test('bundled for a browser it runs where there is no process', async () => {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: ENTRY.pathname, formats: ['iife'], name: 'tracking' },
    },
  })) as unknown as readonly Rolldown.RolldownOutput[];
  const code = built[0]?.output[0].code ?? '';
  expect(code).not.toMatch(/node:|require\(/);
  // What a page has, and no more. Its own standard objects are not those of this process.
  const page = { fetch, URL, URLSearchParams, AbortController, AbortSignal, TextEncoder, TextDecoder, Blob, btoa };
  const global = {
    ...page,
    crypto,
    performance,
    console,
    setTimeout,
    clearTimeout,
    ReadableStream,
    location: { origin: server.url },
  };
  const run: unknown = await runInNewContext(
    `${code};
    tracking.startRun({ name: 'in a page' }, (run) => {
      run.logParam('model', 'small');
      return run.id;
    }).then(tracking.getRun)`,
    global,
  );
  expect(run).toMatchObject({ name: 'in a page', status: 'FINISHED', params: { model: 'small' } });
});
