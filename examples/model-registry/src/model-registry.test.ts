import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig, startCollector } from '@tracewright/collector';
import { expect, onTestFinished, test } from 'vitest';

test('an application is logged, registered, promoted, served and called, and its traces are found by its version', {
  tags: 'thorough',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder }, []), console.error);
  onTestFinished(() => collector.close());

  // As a user would run it, with nothing of this environment but what Node needs: no key, no server of somebody else.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=tracewright-source', join(import.meta.dirname, 'main.ts')],
    { env: { PATH: process.env.PATH, TRACEWRIGHT_URL: collector.url } },
  );

  expect(stdout.trim().split('\n')).toEqual([
    'version 1 asks demo-small',
    'version 2 asks demo-large',
    'models:/support-bot/2 is served',
    'Can I return a tent? [Goods can be returned within 60 days.]',
    'What does the warranty cover? [Backpacks have a warranty of five years.]',
    'How long is delivery? [Delivery takes three days.]',
    expect.stringMatching(/^a conversation came in \d+ events$/),
    '4 traces of models:/support-bot/2',
    'version 2 went from None to Production',
    'version 1 went from Production to Archived',
    'version 1 went from None to Production',
  ]);
});
