import { FreshCache, GRACE_MS } from '../auth/fresh-cache.ts';
import { overriding } from '../overriding.ts';
import type { Experiment, ExperimentStore } from '../storage/tracking/experiments/experiment-store.ts';

const MAX_ENTRIES = 10_000;

type Place = readonly [workspaceId: string, name: string];

/**
 * The experiments as senders of spans name them: those that were found are known for a minute more while the database is away,
 * as keys are. As long as it answers it is asked each time.
 *
 * @param nowMs a clock that does not jump
 */
export function knownExperiments(experiments: ExperimentStore, nowMs: () => number): ExperimentStore {
  const options = { ttlMs: 0, graceMs: GRACE_MS, maxEntries: MAX_ENTRIES, nowMs };
  const byPlace = <Found>(read: (...place: Place) => Promise<Found | undefined>): FreshCache<Found> =>
    new FreshCache((key) => read(...(JSON.parse(key) as Place)), options);
  const ids = byPlace<string>((...place) => experiments.resolve(...place));
  const named = byPlace<Experiment>((...place) => experiments.getByName(...place));
  const numbered = byPlace<Experiment>((...place) => experiments.getById(...place));
  return overriding(experiments, {
    resolve: async (...place) => (await ids.get(JSON.stringify(place)))!,
    getByName: (...place) => named.get(JSON.stringify(place)),
    getById: (...place) => numbered.get(JSON.stringify(place)),
  });
}
