import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import { afterAll, beforeAll } from 'vitest';

/**
 * A collector on a free port for the tests of a file, started before the first and closed after the last. They share
 * it, so each makes what it looks at itself.
 */
export function runningCollector(env: Readonly<Record<string, string>> = {}): { readonly url: string } {
  let collector: Collector | undefined;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tracewright-client-'));
    collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder, ...env }, []), console.error);
  });
  afterAll(async () => {
    await collector?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get url() {
      if (collector === undefined) throw new Error('the collector runs within tests alone');
      return collector.url;
    },
  };
}
