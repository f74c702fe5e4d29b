import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { startProcess } from './collector-process.test.support.ts';
import { requestOf, send, stored } from './numbered-traces.test.support.ts';

const DAY_MS = 86_400_000;
/** Where the clock stands, against the right time: forth, back behind where it began, years away, and right again. */
const JUMPS_MS = [0, DAY_MS, -DAY_MS, -3_650 * DAY_MS, 3_650 * DAY_MS, 0];
const SPANS_A_TRACE = 3;

test('a clock that jumps forth and back loses nothing, refuses nothing and stops nothing', async () => {
  const folder = emptyFolder();
  const clock = join(folder, 'clock');
  writeFileSync(clock, '0');
  const collector = await startProcess(join(folder, 'data'), {
    NODE_OPTIONS: `--import=${fileURLToPath(new URL('./jumping-clock.mjs', import.meta.url))}`,
    FAULT_CLOCK: clock,
  });
  const live = await fetch(`${collector.url}/api/v1/live`);
  const events = live.body!.getReader();
  const mlflow = (path: string, body: object): Promise<Response> =>
    fetch(`${collector.url}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const made = (await (await mlflow('runs/create', { experiment_id: '0' })).json()) as {
    run: { info: { run_id: string } };
  };
  const { run_id } = made.run.info;

  for (const [index, ms] of JUMPS_MS.entries()) {
    writeFileSync(clock, String(ms));
    await expect.poll(() => clockOf(collector.url)).toBeCloseTo((Date.now() + ms) / DAY_MS, 1);
    // Spans bring the times of their senders, whose clocks are right.
    expect(await send(collector.url, requestOf([index + 1], SPANS_A_TRACE))).toBe(200);
    expect(
      (await mlflow('runs/log-metric', { run_id, key: 'loss', value: index, timestamp: 1, step: index })).status,
    ).toBe(200);
    expect((await mlflow('runs/create', { experiment_id: '0' })).status).toBe(200);
    const count = { traces: index + 1, spans: (index + 1) * SPANS_A_TRACE };
    expect(await stored(collector)).toEqual(count);
    const list = await fetch(`${collector.url}/api/v1/traces?limit=1`);
    expect(await list.json()).toMatchObject({ items: [{ traceId: (index + 1).toString(16).padStart(32, '0') }] });
    // Somebody who listens still hears of what comes.
    expect((await events.read()).done).toBe(false);
  }

  const history = await fetch(`${collector.url}/api/2.0/mlflow/metrics/get-history?run_id=${run_id}&metric_key=loss`);
  const { metrics } = (await history.json()) as { metrics: { value: number }[] };
  expect(metrics.map(({ value }) => value)).toEqual(JUMPS_MS.keys().toArray());
  await events.cancel();
  expect(collector.said()).toBe('');
  expect(await collector.end()).toBe(0);
});

/** Days since 1970 by the collector's clock, as an experiment tells that is made for it. */
async function clockOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: randomUUID() }),
  });
  const { experiment_id } = (await answer.json()) as { experiment_id: string };
  const made = await fetch(`${url}/api/2.0/mlflow/experiments/get?experiment_id=${experiment_id}`);
  const { experiment } = (await made.json()) as { experiment: { creation_time: number } };
  return experiment.creation_time / DAY_MS;
}
