import { expect, onTestFinished, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { overriding } from '../overriding.ts';
import type { ExperimentStore } from '../storage/tracking/experiments/experiment-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { knownExperiments } from './known-experiments.ts';

/** Experiments in a database that can be taken away, and a clock. */
async function opened() {
  const tracking = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => tracking.close());
  const state = { isAway: false, nowMs: 0 };
  const reaching = async <Found>(ask: () => Promise<Found>): Promise<Found> => {
    if (state.isAway) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the database cannot be reached');
    return ask();
  };
  const { experiments } = tracking;
  const reached: ExperimentStore = overriding(experiments, {
    resolve: (...given) => reaching(() => experiments.resolve(...given)),
    getByName: (...given) => reaching(() => experiments.getByName(...given)),
    getById: (...given) => reaching(() => experiments.getById(...given)),
  });
  return { state, experiments, known: knownExperiments(reached, () => state.nowMs) };
}

test('experiments that spans were sent to are known for a minute while the database is away, others are not', async () => {
  const { state, known } = await opened();
  const id = await known.resolve('default', 'bot');
  const found = [await known.getByName('default', 'bot'), await known.getById('default', id)];
  state.isAway = true;
  state.nowMs = 59_999;
  expect(await known.resolve('default', 'bot')).toBe(id);
  expect([await known.getByName('default', 'bot'), await known.getById('default', id)]).toEqual(found);
  const unknown = { code: 'TEMPORARILY_UNAVAILABLE' };
  await expect(known.resolve('default', 'other')).rejects.toMatchObject(unknown);
  await expect(known.resolve('other', 'bot')).rejects.toMatchObject(unknown);
  state.nowMs = 60_000;
  await expect(known.resolve('default', 'bot')).rejects.toMatchObject(unknown);
});

test('as long as the database answers, names are what they are there', async () => {
  const { experiments, known } = await opened();
  const id = await known.resolve('default', 'bot');
  await experiments.rename('default', id, 'old bot');
  expect(await known.getByName('default', 'bot')).toBeUndefined();
  const other = await known.resolve('default', 'bot');
  expect(other).not.toBe(id);
  expect(await known.resolve('default', 'old bot')).toBe(id);
});
