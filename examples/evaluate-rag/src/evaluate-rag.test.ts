import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TracewrightClient } from '@tracewright/client';
import { readConfig, startCollector } from '@tracewright/collector';
import { expect, onTestFinished, test } from 'vitest';

/** Sixty rows, three times: with the stand-in it shows that all parts work together, and nothing of quality. */
test('two versions of an app are evaluated and compared, its judge is measured, and the gate holds back the broken one alone', {
  tags: 'thorough',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder }, []), console.error);
  onTestFinished(() => collector.close());

  // As a user would run it, with nothing of this environment but what Node needs: no key, no server of somebody else.
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=tracewright-source', join(import.meta.dirname, 'main.ts')],
    { env: { PATH, NODE_COMPILE_CACHE, TRACEWRIGHT_URL: collector.url, MODEL_SERVER_PACE: 'instant' } },
  );

  expect(stdout.trim().split('\n')).toEqual([
    'rag v1: 60 rows, 0 failed, 0.32 right, 1.00 found',
    'rag v2: 60 rows, 0 failed, 1.00 right, 1.00 found',
    'rag broken: 60 rows, 0 failed, 0.00 right, 1.00 found',
    'contains: better',
    'rougeL: better',
    'gate: rag v2 passes',
    'gate: rag broken fails',
    // The stand-in always says yes: that it has been asked is all that this shows.
    expect.stringMatching(/^judge: groundedness agrees with people on \d+ of 10 answers$/),
  ]);

  const client = new TracewrightClient({ url: collector.url });
  const runs = await client.searchRuns<string, string>({ experiments: ['evaluate-rag'] }).toArray();
  const byName = new Map(runs.map((run) => [run.name, run]));
  expect([...byName.keys()].sort()).toEqual(['calibrate rag', 'rag broken', 'rag v1', 'rag v2']);
  const second = byName.get('rag v2');
  expect(second?.tags['tracewright.evaluation.baseline']).toBe(byName.get('rag v1')?.id);
  expect(second?.datasets).toMatchObject([{ name: 'help questions' }]);
  expect(second?.metrics).toMatchObject({ rows: 60, judge_calls: 60, 'groundedness/errors': 0, llm_calls: 60 });

  const path = `/api/v1/evaluations/${second?.id}/grid`;
  const { costsUsd } = await client.connection.ask<{ costsUsd: readonly (number | null)[] }>({ method: 'GET', path });
  // Each row is a trace with its cost.
  expect(costsUsd).toHaveLength(60);
  expect(costsUsd.every((costUsd) => costUsd !== null && costUsd > 0)).toBe(true);
});
