import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TracewrightClient, usedPrompt } from '@tracewright/client';
import { readConfig, startCollector } from '@tracewright/collector';
import type { AggregateAnswer } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';

test('prompts are tried on models, the best is found by searching runs, promoted, and come back to', {
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

  const lines = stdout.trim().split('\n');
  const tried = lines.slice(0, 6).map((line) => line.replace(/, \d+ tokens, 0\.0\d+ USD$/, ''));
  // Both models answer with the third version; the cheaper one comes first.
  expect(tried.slice(0, 2)).toEqual([
    'shop-answer/3 on demo-small: accuracy 1, 4 calls',
    'shop-answer/3 on demo-large: accuracy 1, 4 calls',
  ]);
  for (const line of tried.slice(2))
    expect(line).toMatch(/^shop-answer\/[12] on demo-\w+: accuracy 0(?:\.\d+)?, 4 calls$/);
  expect(lines.slice(6)).toEqual([
    'production is version 3: Only what is asked',
    'version 4 was in production; it is version 3 again',
  ]);

  const client = new TracewrightClient({ url: collector.url });
  const prompt = await client.prompts.load('prompts:/shop-answer/3');
  const runs = await client.searchRuns({ experiments: ['prompt-experiment'], filter: usedPrompt(prompt) }).toArray();
  expect(runs.map(({ params }) => params.model).sort()).toEqual(['demo-large', 'demo-small']);
  for (const { id, metrics, datasets } of runs) {
    expect(metrics.latency_ms).toBeGreaterThan(0);
    expect(datasets.map(({ name }) => name)).toEqual(['shop questions']);
    const { columns } = await (await client.artifactsOf(id)).get('answers.json').json<{ columns: string[] }>();
    expect(columns).toEqual(['question', 'expected', 'answer', 'isRight']);
  }
  // What the page of the prompt says of a version: four questions to each of two models.
  const answer = await fetch(`${collector.url}/api/v1/aggregates?by=prompt,promptVersion`);
  const { groups } = (await answer.json()) as AggregateAnswer;
  expect(groups.find(({ key }) => key.join() === 'shop-answer,3')?.count).toBe(8);
});
