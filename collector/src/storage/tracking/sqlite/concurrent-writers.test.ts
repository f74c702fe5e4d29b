import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { openTrackingStores } from './open-tracking-stores.ts';

const OTHER = join(import.meta.dirname, 'other-process.test.support.ts');
const STEPS = 20;

test('two processes write to one database at the same time, and nothing is lost or made twice', async () => {
  const file = join(emptyFolder(), 'tracking.db');
  const { runs, experiments, metrics, close } = await openTrackingStores({ file });
  onTestFinished(close);
  const run = { experimentId: '0', name: 'r', userId: '', startMs: undefined, tags: new Map() };
  const { id } = await runs.create('default', run);
  const other = fork(OTHER, [file, id], { execArgv: ['--conditions=tracewright-source'] });
  onTestFinished(() => void other.kill());
  await once(other, 'message');

  for (let step = 0; step < STEPS; step++) {
    const theirs = once(other, 'message');
    other.send(step);
    const [, own] = await Promise.all([
      runs.log('default', id, {
        metrics: [{ key: 'm', value: -1 - step, timestampMs: step, step }],
        params: new Map([[`q${step}`, 'ours']]),
      }),
      experiments.resolve('default', `e${step}`),
      runs.get('default', id),
    ]);
    expect((await theirs)[0]).toBe(own);
  }

  expect((await metrics.history('default', id, 'm', {})).items).toHaveLength(2 * STEPS);
  const { params, metrics: latest } = await runs.get('default', id);
  expect(params.size).toBe(2 * STEPS);
  expect(latest).toEqual([{ key: 'm', value: STEPS - 1, timestampMs: STEPS - 1, step: STEPS - 1 }]);
  expect(await experiments.list('default')).toHaveLength(STEPS + 1);
  const ended = once(other, 'exit');
  other.disconnect();
  expect(await ended).toEqual([0, null]);
});
