import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';
import type { Assessment } from './assessment-store.ts';

const CREATED = 1_767_225_600_000_000_001n as Nanos;
const LATER = 1_767_225_700_000_000_000n as Nanos;

/** What every adapter has to do with assessments. */
export function assessmentCases(open: OpenStores): void {
  const assessment = (given: Partial<Assessment>): Assessment => ({
    id: 'a1',
    kind: 'feedback',
    traceId: 't1',
    spanId: null,
    name: 'quality',
    value: 1,
    error: null,
    rationale: null,
    source: { kind: 'human', id: 'ann' },
    metadata: {},
    overrides: null,
    isValid: true,
    createdNs: CREATED,
    updatedNs: CREATED,
    ...given,
  });

  test('assessments of every kind and value come back as they were given, oldest first', async () => {
    const { assessments } = await open();
    const given = [
      assessment({ id: 'c', value: { score: [1, null, 'x'] }, spanId: 's', rationale: 'why', metadata: { k: 'v' } }),
      assessment({ id: 'b', kind: 'expectation', value: ['Paris'], createdNs: (CREATED + 1n) as Nanos }),
      assessment({
        id: 'a',
        value: null,
        error: { code: 'E', message: null, stack: 'at' },
        createdNs: (CREATED + 2n) as Nanos,
      }),
    ];
    for (const one of given.toReversed()) await assessments.create('default', one);
    expect(await assessments.listOf('default', ['t1', 't2'])).toEqual(new Map([['t1', given]]));
    expect(await assessments.get('default', 't1', 'b')).toEqual(given[1]);
    expect(await assessments.get('default', 't2', 'b')).toBeUndefined();
    expect(await assessments.get('other', 't1', 'b')).toBeUndefined();
  });

  test('an id is taken once', async () => {
    const { assessments } = await open();
    await assessments.create('default', assessment({}));
    const again = assessments.create('default', assessment({ value: 2 }));
    await expect(again).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' });
    expect((await assessments.get('default', 't1', 'a1'))?.value).toBe(1);
  });

  test('only what a change names is changed', async () => {
    const { assessments } = await open();
    await assessments.create('default', assessment({ rationale: 'why', metadata: { k: 'v' } }));
    const changed = await assessments.update('default', 't1', 'a1', { value: 'good', name: 'better' }, LATER);
    const expected = { value: 'good', name: 'better', rationale: 'why', metadata: { k: 'v' }, updatedNs: LATER };
    expect(changed).toMatchObject({ ...expected, createdNs: CREATED });
    const cleared = await assessments.update('default', 't1', 'a1', { rationale: null, metadata: {} }, LATER);
    expect(cleared).toMatchObject({ value: 'good', rationale: null, metadata: {} });
    expect(await assessments.update('default', 't2', 'a1', { value: 0 }, LATER)).toBeUndefined();
  });

  test('one that overrides another leaves it invalid as long as it is there', async () => {
    const { assessments } = await open();
    await assessments.create('default', assessment({}));
    await assessments.create('default', assessment({ id: 'a2', value: 2, overrides: 'a1' }));
    expect((await assessments.get('default', 't1', 'a1'))?.isValid).toBe(false);
    expect(await assessments.valuesNamed('default', 'feedback', 'quality')).toEqual([{ traceId: 't1', value: 2 }]);
    expect(await assessments.delete('default', 't1', 'a2')).toBe(true);
    expect(await assessments.delete('default', 't1', 'a2')).toBe(false);
    expect((await assessments.get('default', 't1', 'a1'))?.isValid).toBe(true);
  });

  test('there is nothing to override in another trace, and then nothing is stored', async () => {
    const { assessments } = await open();
    await assessments.create('default', assessment({ traceId: 't2' }));
    const refused = assessments.create('default', assessment({ id: 'a2', overrides: 'a1' }));
    await expect(refused).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    expect(await assessments.get('default', 't1', 'a2')).toBeUndefined();
  });

  test('feedback is what they judge, as far as it is valid and there is a judgement', async () => {
    const { assessments, notes } = await open();
    await assessments.create('default', assessment({ value: { score: 1 } }));
    await assessments.create('default', assessment({ id: 'a2', kind: 'expectation' }));
    await assessments.create(
      'default',
      assessment({ id: 'a3', value: null, error: { code: 'E', message: '', stack: '' } }),
    );
    expect(await notes.listFeedback('default', 't1')).toMatchObject([{ id: 'a1', value: '{"score":1}' }]);
    expect(await notes.judgements('default', 'quality')).toMatchObject([{ value: '{"score":1}' }]);
    expect(await notes.updateFeedback('default', 't1', 'a2', { value: 0 }, LATER)).toBeUndefined();
    expect(await notes.deleteFeedback('default', 't1', 'a2')).toBe(false);
  });
}
