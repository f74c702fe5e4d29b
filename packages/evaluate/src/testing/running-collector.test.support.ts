import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TracewrightClient } from '@tracewright/client/node';
import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import { afterAll, beforeAll } from 'vitest';

/** A collector on a free port for the tests of a file, and a client of it. They share it: each makes what it looks at itself. */
export function runningCollector(): { readonly url: string; readonly client: TracewrightClient } {
  let collector: Collector | undefined;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tracewright-evaluate-'));
    collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder }, []), console.error);
  });
  afterAll(async () => {
    await collector?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = (): string => {
    if (collector === undefined) throw new Error('the collector runs within tests alone');
    return collector.url;
  };
  return {
    get url() {
      return url();
    },
    get client() {
      return new TracewrightClient({ url: url() });
    },
  };
}
