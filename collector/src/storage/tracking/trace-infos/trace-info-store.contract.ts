import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';
import type { TraceInfo } from './trace-info-store.ts';

/** What every adapter has to do with infos on traces. */
export function traceInfoCases(open: OpenStores): void {
  const info = (given: Partial<TraceInfo>): TraceInfo => ({
    traceId: 't1',
    experimentId: '0',
    requestMs: 1_767_225_600_000,
    durationMs: 250,
    state: null,
    clientRequestId: null,
    requestPreview: null,
    responsePreview: null,
    hasSpans: true,
    ...given,
  });

  test('an info comes back as it was given, and a later one takes its place', async () => {
    const { traceInfos } = await open();
    const first = info({ durationMs: null, state: 'IN_PROGRESS', hasSpans: false, requestPreview: '"q"' });
    await traceInfos.putInfo('default', first, {});
    expect(await traceInfos.getInfos('default', ['t1', 't2'])).toEqual(new Map([['t1', first]]));
    const second = info({ clientRequestId: 'c', responsePreview: '' });
    await traceInfos.putInfo('default', second, {});
    expect(await traceInfos.getInfos('default', ['t1'])).toEqual(new Map([['t1', second]]));
    expect(await traceInfos.getInfos('other', ['t1'])).toEqual(new Map());
  });

  test('metadata and tags are added to what is there', async () => {
    const { traceInfos, notes } = await open();
    await traceInfos.putInfo('default', info({}), { metadata: { a: '1', b: '2' }, tags: { t: 'x' } });
    await traceInfos.putInfo('default', info({}), { metadata: { b: '3' }, tags: { u: 'y' } });
    const metadata = await traceInfos.getMetadata('default', ['t1', 't2']);
    expect([...metadata.keys()]).toEqual(['t1']);
    expect({ ...metadata.get('t1') }).toEqual({ a: '1', b: '3' });
    expect({ ...(await notes.getTraceTags('default', ['t1'])).get('t1') }).toEqual({ t: 'x', u: 'y' });
  });

  test('traces are found by metadata, by the id that a client gave them, and by a state of their own', async () => {
    const { traceInfos } = await open();
    await traceInfos.putInfo('default', info({ clientRequestId: 'c1' }), { metadata: { k: 'v' } });
    await traceInfos.putInfo('default', info({ traceId: 't2', state: 'ERROR' }), { metadata: { k: 'w' } });
    await traceInfos.putInfo('other', info({ traceId: 't3', clientRequestId: 'c3' }), { metadata: { k: 'v' } });
    expect(await traceInfos.tracesWithMetadata('default', 'k')).toEqual([
      { traceId: 't1', value: 'v' },
      { traceId: 't2', value: 'w' },
    ]);
    expect(await traceInfos.tracesWithMetadata('default', 'k', 'w')).toEqual([{ traceId: 't2', value: 'w' }]);
    expect(await traceInfos.tracesOfClientRequest('default')).toEqual([{ traceId: 't1', value: 'c1' }]);
    expect(await traceInfos.tracesOfClientRequest('default', 'c3')).toEqual([]);
    expect(await traceInfos.tracesWithOwnState('default')).toEqual([{ traceId: 't2', value: 'ERROR' }]);
  });

  test('traces without spans are known until somebody has seen spans of them', async () => {
    const { traceInfos } = await open();
    await traceInfos.putInfo('default', info({ hasSpans: false }), {});
    await traceInfos.putInfo('default', info({ traceId: 't2', hasSpans: false, requestMs: 1_767_225_600_001 }), {});
    await traceInfos.putInfo('default', info({ traceId: 't3' }), {});
    expect((await traceInfos.infosWithoutSpans('default')).map(({ traceId }) => traceId)).toEqual(['t2', 't1']);
    await traceInfos.markSpansSeen('default', ['t2', 'unknown']);
    expect((await traceInfos.infosWithoutSpans('default')).map(({ traceId }) => traceId)).toEqual(['t1']);
  });

  test('a trace belongs to as many runs as it was linked to, to each once', async () => {
    const { traceInfos } = await open();
    await traceInfos.linkRun('default', 'r1', ['t1', 't2']);
    await traceInfos.linkRun('default', 'r1', ['t2', 't2']);
    await traceInfos.linkRun('default', 'r2', ['t1']);
    await traceInfos.linkRun('other', 'r1', ['t3']);
    expect(await traceInfos.linkedTraces('default', 'r1')).toEqual([
      { traceId: 't1', value: 'r1' },
      { traceId: 't2', value: 'r1' },
    ]);
    expect(await traceInfos.linkedTraces('default')).toHaveLength(3);
  });

  test('what clients say of whole traces is found among the notes on them', async () => {
    const { traceInfos, notes } = await open();
    const metadata = { 'mlflow.sourceRun': 'r1', 'mlflow.trace.session': 's', 'mlflow.trace.user': 'u' };
    await traceInfos.putInfo('default', info({}), { metadata });
    await traceInfos.linkRun('default', 'r2', ['t1']);
    expect(await notes.tracesSaid('default', 'run')).toEqual([
      { traceId: 't1', value: 'r1' },
      { traceId: 't1', value: 'r2' },
    ]);
    expect(await notes.tracesSaid('default', 'run', 'r2')).toEqual([{ traceId: 't1', value: 'r2' }]);
    expect(await notes.tracesSaid('default', 'session', 's')).toEqual([{ traceId: 't1', value: 's' }]);
    expect(await notes.tracesSaid('default', 'user', 'other')).toEqual([]);
  });

  test('nothing is left of a deleted trace', async () => {
    const { traceInfos, notes } = await open();
    await traceInfos.putInfo('default', info({}), { metadata: { k: 'v' }, tags: { t: 'x' } });
    await traceInfos.linkRun('default', 'r', ['t1']);
    await notes.deleteTraces('default', ['t1']);
    expect((await traceInfos.getInfos('default', ['t1'])).size).toBe(0);
    expect((await traceInfos.getMetadata('default', ['t1'])).size).toBe(0);
    expect(await traceInfos.linkedTraces('default', 'r')).toEqual([]);
  });
}
