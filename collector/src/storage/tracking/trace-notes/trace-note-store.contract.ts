import type { Feedback, Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';

/** What every adapter has to do with notes on traces. */
export function traceNoteCases(open: OpenStores): void {
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
    const { notes } = await open();
    await notes.setTraceTag('default', 't1', 'env', 'dev');
    await notes.setTraceTag('default', 't1', 'env', 'live');
    await notes.setTraceTag('default', 't1', '__proto__', 'tag');
    await notes.setTraceTag('default', 't2', 'env', '');
    const tags = await notes.getTraceTags('default', ['t1', 't2', 't3', 't1']);
    expect([...tags.keys()].sort()).toEqual(['t1', 't2']);
    expect(Object.entries(tags.get('t1') ?? {})).toEqual([
      ['__proto__', 'tag'],
      ['env', 'live'],
    ]);
    expect(await notes.deleteTraceTag('default', 't1', 'env')).toBe(true);
    expect(await notes.deleteTraceTag('default', 't1', 'env')).toBe(false);
    expect((await notes.getTraceTags('other', ['t1'])).size).toBe(0);
    expect((await notes.getTraceTags('default', [])).size).toBe(0);
  });

  test('of those who change a tag at the same time each one sees what the others have made of it', async () => {
    const { notes } = await open();
    const add = (name: string) => notes.changeTraceTag('default', 't1', 'names', (value) => `${value}${name}`);
    await Promise.all(['a', 'b', 'c', 'd'].map(add));
    const { names = '' } = (await notes.getTraceTags('default', ['t1'])).get('t1') ?? {};
    expect([...names].sort().join('')).toBe('abcd');
    const failed = notes.changeTraceTag('default', 't2', 'names', () => {
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await notes.getTraceTags('default', ['t2'])).size).toBe(0);
  });

  test('tags of a thousand traces are found at once', async () => {
    const { notes } = await open();
    const ids = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
    await notes.setTraceTag('default', 't3', 'k', 'v');
    await notes.setTraceTag('default', 't999', 'k', 'v');
    expect([...(await notes.getTraceTags('default', ids)).keys()]).toEqual(['t3', 't999']);
  });

  test('feedback of every kind of value comes back as it was given, oldest first', async () => {
    const { notes } = await open();
    const given = [
      feedback({ id: 'c', value: 0.5, createdNs: '999', updatedNs: '999' }),
      feedback({ id: 'b', value: '"quoted" 会', rationale: '', spanId: 's1' }),
      feedback({ id: 'a', value: false, source: { kind: 'judge', id: 'j' }, createdNs: '1767225600000000002' }),
    ];
    for (const one of given.toReversed()) await notes.addFeedback('default', one);
    expect(await notes.listFeedback('default', 't1')).toEqual(given);
    expect(await notes.listFeedback('default', 't2')).toEqual([]);
    expect(await notes.listFeedback('other', 't1')).toEqual([]);
  });

  test('an id of feedback is taken once', async () => {
    const { notes } = await open();
    await notes.addFeedback('default', feedback({}));
    await expect(notes.addFeedback('default', feedback({ value: 1 }))).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    expect(await notes.listFeedback('default', 't1')).toEqual([feedback({})]);
  });

  test('feedback is edited and taken back within its trace alone', async () => {
    const { notes } = await open();
    await notes.addFeedback('default', feedback({ rationale: 'why' }));
    const later = 1_767_225_700_000_000_000n as Nanos;
    expect(await notes.updateFeedback('default', 't1', 'f1', { value: 0.25 }, later)).toEqual(
      feedback({ value: 0.25, rationale: 'why', updatedNs: '1767225700000000000' }),
    );
    expect(await notes.updateFeedback('default', 't1', 'f1', { rationale: null }, later)).toMatchObject({
      value: 0.25,
      rationale: null,
    });
    expect(await notes.updateFeedback('default', 't2', 'f1', { value: 1 }, later)).toBeUndefined();
    expect(await notes.updateFeedback('other', 't1', 'f1', { value: 1 }, later)).toBeUndefined();
    expect(await notes.deleteFeedback('default', 't2', 'f1')).toBe(false);
    expect(await notes.deleteFeedback('default', 't1', 'f1')).toBe(true);
    expect(await notes.listFeedback('default', 't1')).toEqual([]);
  });

  test('traces are found by a tag, judgements by their name', async () => {
    const { notes } = await open();
    await notes.setTraceTag('default', 't1', 'env', 'dev');
    await notes.setTraceTag('default', 't2', 'env', 'live');
    await notes.setTraceTag('default', 't2', 'team', 'a');
    await notes.setTraceTag('other', 't3', 'env', 'dev');
    expect(await notes.tracesWithTag('default', 'env')).toEqual([
      { traceId: 't1', value: 'dev' },
      { traceId: 't2', value: 'live' },
    ]);
    await notes.addFeedback('default', feedback({ id: 'a', value: 1 }));
    await notes.addFeedback('default', feedback({ id: 'b', name: 'other', traceId: 't2' }));
    await notes.addFeedback('other', feedback({ id: 'c' }));
    const helpful = { traceId: 't1', name: 'helpful', value: 1, sourceKind: 'human' };
    expect(await notes.judgements('default', 'helpful')).toEqual([helpful]);
    expect(await notes.judgements('default')).toEqual([
      helpful,
      { traceId: 't2', name: 'other', value: true, sourceKind: 'human' },
    ]);
    expect(await notes.judgementsOn('default', ['t1', 't9', 't1'])).toEqual([helpful]);
    expect(await notes.judgementsOn('other', ['t2'])).toEqual([]);
  });

  test('deleted traces lose their tags and feedback, and the deletion is noted', async () => {
    const { notes } = await open();
    for (const traceId of ['t1', 't2']) {
      await notes.setTraceTag('default', traceId, 'k', 'v');
      await notes.addFeedback('default', feedback({ id: traceId, traceId }));
    }
    await notes.deleteTraces('default', ['t1', 'unknown']);
    await notes.deleteTraces('default', ['t1']);
    await notes.deleteTraces('other', ['t2']);
    expect([...(await notes.getTraceTags('default', ['t1', 't2'])).keys()]).toEqual(['t2']);
    expect(await notes.listFeedback('default', 't1')).toEqual([]);
    expect(await notes.listFeedback('default', 't2')).toHaveLength(1);
    expect(await notes.getDeletions('default', ['t1', 't2', 'unknown'])).toEqual(
      new Map([
        ['t1', 1_767_225_600_000],
        ['unknown', 1_767_225_600_000],
      ]),
    );
  });
}
