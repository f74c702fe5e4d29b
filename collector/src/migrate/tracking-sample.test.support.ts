import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';
import { sqlTrackingStores } from '../storage/tracking/tracking-stores.ts';

/** Some rows in many tables: texts beyond ASCII, numbers beyond the usual, bytes. @returns the run that has most of it */
export async function fillTracking(database: TrackingDatabase): Promise<{ readonly runId: string }> {
  const { experiments, runs, notes, registeredModels, datasets } = sqlTrackingStores(database);
  await experiments.create('default', { name: 'größe 🙂', tags: new Map([['team', 'a']]) });
  await experiments.create('other', { name: 'there' });
  const run = { experimentId: '1', name: 'r', userId: 'u', startMs: 1_767_225_600_000, tags: new Map([['t', '']]) };
  const { id: runId } = await runs.create('default', run);
  const metrics = [0, 1e300, -1e-300, Number.POSITIVE_INFINITY, 0.1].map((value, step) => ({
    ...{ key: 'm', value, step, timestampMs: 1_767_225_600_000 + step },
  }));
  await runs.log('default', runId, { metrics, params: new Map([['learning rate', '0,1\n']]) });
  // Some batches folded into points, some as they came.
  await runs.get('default', runId);
  await runs.log('default', runId, { metrics: [{ key: 'm', value: 2, step: 9, timestampMs: 9 }] });
  await notes.setTraceTag('default', 'a'.repeat(32), 'team', 'support');
  await registeredModels.create('default', { name: 'model', description: 'd', tags: new Map() });
  await datasets.create('default', { name: 'questions', tags: new Map(), experimentIds: ['1'] });
  return { runId };
}
