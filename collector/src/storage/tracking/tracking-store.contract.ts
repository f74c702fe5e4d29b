import type { Feedback, Nanos } from '@tracewright/schema';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TrackingStore } from './tracking-store.ts';

export interface OpenedTrackingStore {
  readonly store: TrackingStore;
  /** Opens what `store` kept, once that is closed. */
  readonly reopen: () => Promise<TrackingStore>;
}

/** What every adapter has to do. @param open a fresh store whose clock stands at `nowMs` */
export function trackingStoreContract(name: string, open: (nowMs: number) => Promise<OpenedTrackingStore>): void {
  const opened = async (): Promise<OpenedTrackingStore> => {
    const made = await open(1_767_225_600_000);
    onTestFinished(() => made.store.close());
    return made;
  };
  describe(`${name}: experiments`, () => experimentCases(opened));
  describe(`${name}: tags and feedback of traces`, () => noteCases(opened));
}

type Open = () => Promise<OpenedTrackingStore>;

const DEFAULT = {
  id: '0',
  name: 'Default',
  lifecycle: 'active',
  createdMs: 1_767_225_600_000,
  updatedMs: 1_767_225_600_000,
};

function experimentCases(open: Open): void {
  test('a fresh workspace has the experiment Default', async () => {
    const { store } = await open();
    expect(await store.listExperiments('default')).toEqual([DEFAULT]);
    expect(await store.getExperimentById('default', '0')).toEqual(DEFAULT);
    expect(await store.getExperimentByName('default', 'Default')).toEqual(DEFAULT);
    expect(await store.resolveExperiment('default', 'Default')).toBe('0');
  });

  test('an unknown name gets the next number, a known one keeps its own', async () => {
    const { store } = await open();
    expect(await store.resolveExperiment('default', 'bot')).toBe('1');
    expect(await store.resolveExperiment('default', 'Bot')).toBe('2');
    expect(await store.resolveExperiment('default', 'bot')).toBe('1');
    expect(await store.getExperimentById('default', '2')).toMatchObject({ name: 'Bot' });
    expect((await store.listExperiments('default')).map(({ id }) => id)).toEqual(['0', '1', '2']);
  });

  test('the same name resolved many times at once is one experiment', async () => {
    const { store } = await open();
    const names = ['a', 'b', 'a', 'b', 'a', 'c'];
    const ids = await Promise.all(names.map((name) => store.resolveExperiment('default', name)));
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[2]);
    expect(await store.listExperiments('default')).toHaveLength(4);
  });

  test('workspaces number and name their experiments apart', async () => {
    const { store } = await open();
    expect(await store.resolveExperiment('one', 'bot')).toBe('1');
    expect(await store.resolveExperiment('two', 'cat')).toBe('1');
    expect(await store.getExperimentByName('two', 'bot')).toBeUndefined();
  });

  test.each(['', 'x'.repeat(501)])('a name of no or too many characters is refused', async (name) => {
    const { store } = await open();
    await expect(store.resolveExperiment('default', name)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });

  test.each(['9', '01', '-1', 'x', '', '1e0', '99999999999999999999'])('%j is the id of no experiment', async (id) => {
    const { store } = await open();
    await store.resolveExperiment('default', 'bot');
    expect(await store.getExperimentById('default', id)).toBeUndefined();
  });

  test('what was kept is there after the store is opened again', async () => {
    const { store, reopen } = await open();
    await store.resolveExperiment('default', 'bot');
    await store.setTraceTag('default', 't1', 'k', 'v');
    await store.close();
    const reopened = await reopen();
    onTestFinished(() => reopened.close());
    expect(await reopened.resolveExperiment('default', 'bot')).toBe('1');
    expect((await reopened.getTraceTags('default', ['t1'])).get('t1')).toEqual({ k: 'v' });
  });
}

function noteCases(open: Open): void {
  const feedback = (given: Partial<Feedback>): Feedback => ({
    id: 'f1',
    traceId: 't1',
    spanId: null,
    name: 'helpful',
    value: true,
    rationale: null,
    source: { kind: 'human', id: 'me' },
    createdNs: '1767225600000000001',
    updatedNs: '1767225600000000001',
    ...given,
  });

  test('a tag is set, replaced and removed', async () => {
    const { store } = await open();
    await store.setTraceTag('default', 't1', 'env', 'dev');
    await store.setTraceTag('default', 't1', 'env', 'live');
    await store.setTraceTag('default', 't1', '__proto__', 'tag');
    await store.setTraceTag('default', 't2', 'env', '');
    const tags = await store.getTraceTags('default', ['t1', 't2', 't3', 't1']);
    expect([...tags.keys()].sort()).toEqual(['t1', 't2']);
    expect(Object.entries(tags.get('t1') ?? {})).toEqual([
      ['__proto__', 'tag'],
      ['env', 'live'],
    ]);
    expect(await store.deleteTraceTag('default', 't1', 'env')).toBe(true);
    expect(await store.deleteTraceTag('default', 't1', 'env')).toBe(false);
    expect((await store.getTraceTags('other', ['t1'])).size).toBe(0);
    expect((await store.getTraceTags('default', [])).size).toBe(0);
  });

  test('tags of a thousand traces are found at once', async () => {
    const { store } = await open();
    const ids = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
    await store.setTraceTag('default', 't3', 'k', 'v');
    await store.setTraceTag('default', 't999', 'k', 'v');
    expect([...(await store.getTraceTags('default', ids)).keys()]).toEqual(['t3', 't999']);
  });

  test('feedback of every kind of value comes back as it was given, oldest first', async () => {
    const { store } = await open();
    const given = [
      feedback({ id: 'c', value: 0.5, createdNs: '999', updatedNs: '999' }),
      feedback({ id: 'b', value: '"quoted" 会', rationale: '', spanId: 's1' }),
      feedback({ id: 'a', value: false, source: { kind: 'judge', id: 'j' }, createdNs: '1767225600000000002' }),
    ];
    for (const one of given.toReversed()) await store.addFeedback('default', one);
    expect(await store.listFeedback('default', 't1')).toEqual(given);
    expect(await store.listFeedback('default', 't2')).toEqual([]);
    expect(await store.listFeedback('other', 't1')).toEqual([]);
  });

  test('an id of feedback is taken once', async () => {
    const { store } = await open();
    await store.addFeedback('default', feedback({}));
    await expect(store.addFeedback('default', feedback({ value: 1 }))).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    expect(await store.listFeedback('default', 't1')).toEqual([feedback({})]);
  });

  test('feedback is edited and taken back within its trace alone', async () => {
    const { store } = await open();
    await store.addFeedback('default', feedback({ rationale: 'why' }));
    const later = 1_767_225_700_000_000_000n as Nanos;
    expect(await store.updateFeedback('default', 't1', 'f1', { value: 0.25 }, later)).toEqual(
      feedback({ value: 0.25, rationale: 'why', updatedNs: '1767225700000000000' }),
    );
    expect(await store.updateFeedback('default', 't1', 'f1', { rationale: null }, later)).toMatchObject({
      value: 0.25,
      rationale: null,
    });
    expect(await store.updateFeedback('default', 't2', 'f1', { value: 1 }, later)).toBeUndefined();
    expect(await store.updateFeedback('other', 't1', 'f1', { value: 1 }, later)).toBeUndefined();
    expect(await store.deleteFeedback('default', 't2', 'f1')).toBe(false);
    expect(await store.deleteFeedback('default', 't1', 'f1')).toBe(true);
    expect(await store.listFeedback('default', 't1')).toEqual([]);
  });

  test('traces are found by a tag, judgements by their name', async () => {
    const { store } = await open();
    await store.setTraceTag('default', 't1', 'env', 'dev');
    await store.setTraceTag('default', 't2', 'env', 'live');
    await store.setTraceTag('default', 't2', 'team', 'a');
    await store.setTraceTag('other', 't3', 'env', 'dev');
    expect(await store.tracesWithTag('default', 'env')).toEqual([
      { traceId: 't1', value: 'dev' },
      { traceId: 't2', value: 'live' },
    ]);
    await store.addFeedback('default', feedback({ id: 'a', value: 1 }));
    await store.addFeedback('default', feedback({ id: 'b', name: 'other', traceId: 't2' }));
    await store.addFeedback('other', feedback({ id: 'c' }));
    const helpful = { traceId: 't1', name: 'helpful', value: 1, sourceKind: 'human' };
    expect(await store.judgements('default', 'helpful')).toEqual([helpful]);
    expect(await store.judgements('default')).toEqual([
      helpful,
      { traceId: 't2', name: 'other', value: true, sourceKind: 'human' },
    ]);
  });

  test('deleted traces lose their tags and feedback, and the deletion is noted', async () => {
    const { store } = await open();
    for (const traceId of ['t1', 't2']) {
      await store.setTraceTag('default', traceId, 'k', 'v');
      await store.addFeedback('default', feedback({ id: traceId, traceId }));
    }
    await store.deleteTraces('default', ['t1', 'unknown']);
    await store.deleteTraces('default', ['t1']);
    await store.deleteTraces('other', ['t2']);
    expect([...(await store.getTraceTags('default', ['t1', 't2'])).keys()]).toEqual(['t2']);
    expect(await store.listFeedback('default', 't1')).toEqual([]);
    expect(await store.listFeedback('default', 't2')).toHaveLength(1);
    expect(await store.getDeletions('default', ['t1', 't2', 'unknown'])).toEqual(
      new Map([
        ['t1', 1_767_225_600_000],
        ['unknown', 1_767_225_600_000],
      ]),
    );
  });
}
