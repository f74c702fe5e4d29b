import { expect, test } from 'vitest';
import { verifyChain } from '../../../audit/verify-chain.ts';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { NewAuditRecord } from './audit-store.ts';

/** The `ordinal`th act of a process. */
export function newRecord(ordinal: number, given: Partial<NewAuditRecord> = {}): NewAuditRecord {
  return {
    ...{ atMs: NOW_MS + ordinal, writer: 'w1', ordinal, action: 'experiment.delete', object: `experiments/${ordinal}` },
    ...{ subject: 'ann', via: 'session', keyId: '', address: '10.0.0.1', outcome: 'done', status: 200 },
    ...given,
  };
}

/** What every adapter has to do with the audit log. */
export function auditCases(open: OpenStores): void {
  const of = (from: number, to: number): readonly NewAuditRecord[] =>
    Array.from({ length: to - from + 1 }, (_, index) => newRecord(from + index));

  test('acts stand in a chain of their workspace, which is whole', async () => {
    const { audit } = await open();
    await audit.append('default', of(1, 2));
    await audit.append('other', [newRecord(1, { subject: 'bob' })]);
    await audit.append('default', [newRecord(3)]);
    const all = await audit.scan('default', 0, 10);
    expect(all.map(({ seq, object, atMs }) => [seq, object, atMs])).toEqual([
      [1, 'experiments/1', NOW_MS + 1],
      [2, 'experiments/2', NOW_MS + 2],
      [3, 'experiments/3', NOW_MS + 3],
    ]);
    expect((await audit.scan('other', 0, 10)).map(({ seq, subject }) => [seq, subject])).toEqual([[1, 'bob']]);
    const head = { seq: 3, hash: all[2]!.hash };
    expect(await verifyChain(audit, 'default', { writer: 'w1' })).toEqual({
      ...{ isWhole: true, count: 3, head, findings: [], unclosed: [] },
    });
    expect(await audit.head('nobody')).toBeUndefined();
  });

  test('how many acts an entry stands for is kept, and part of what the chain holds', async () => {
    const { audit } = await open();
    await audit.append('default', [newRecord(1), newRecord(2, { count: 3_000_000_000 })]);
    expect((await audit.scan('default', 0, 10)).map(({ count }) => count)).toEqual([1, 3_000_000_000]);
    expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true });
    const scan: typeof audit.scan = async (...asked) =>
      (await audit.scan(...asked)).map((record) => ({ ...record, count: 1 }));
    expect(await verifyChain({ head: audit.head.bind(audit), scan }, 'default')).toMatchObject({ isWhole: false });
  });

  test('entries that name somebody are counted, in their workspace', async () => {
    const { audit } = await open();
    await audit.append('default', [
      newRecord(1, { subject: 's_1 %' }),
      newRecord(2, { object: 'sessions/s_1%20%25/turns' }),
      newRecord(3, { object: 'sessions/sx1 x' }),
    ]);
    await audit.append('other', [newRecord(1, { subject: 's_1 %' })]);
    expect(await audit.mentions('default', 's_1 %')).toBe(2);
    expect(await audit.mentions('default', 'nobody')).toBe(0);
  });

  test('acts that are noted at the same time are all in the chain, once', async () => {
    const { audit } = await open();
    const writers = ['w1', 'w2', 'w3', 'w4', 'w5'];
    await Promise.all(
      writers.map(async (writer) => {
        for (let ordinal = 1; ordinal <= 4; ordinal++) await audit.append('default', [newRecord(ordinal, { writer })]);
      }),
    );
    expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, count: 20, head: { seq: 20 } });
  });

  test('acts of many workspaces are added at once, each to its own chain', async () => {
    const { audit } = await open();
    await audit.append('b', of(1, 2));
    await audit.appendAll(
      new Map([
        ['b', of(3, 4)],
        ['c', []],
        ['a', of(1, 3)],
      ]),
    );
    const chain = async (workspaceId: string) => (await audit.scan(workspaceId, 0, 10)).map(({ object }) => object);
    expect(await chain('a')).toEqual(['experiments/1', 'experiments/2', 'experiments/3']);
    expect(await chain('b')).toEqual(['experiments/1', 'experiments/2', 'experiments/3', 'experiments/4']);
    expect(await chain('c')).toEqual([]);
    for (const id of ['a', 'b', 'c']) expect(await verifyChain(audit, id)).toMatchObject({ isWhole: true });
  });

  test('acts that are added again stand there once', async () => {
    const { audit } = await open();
    await audit.append('default', of(1, 3));
    await audit.appendAll(new Map([['default', [...of(2, 5), newRecord(1, { writer: 'w2' })]]]), true);
    expect((await audit.scan('default', 0, 10)).map(({ writer, ordinal }) => `${writer} ${ordinal}`)).toEqual([
      ...['w1 1', 'w1 2', 'w1 3', 'w1 4', 'w1 5', 'w2 1'],
    ]);
    await audit.appendAll(new Map([['default', of(4, 5)]]), true);
    expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, count: 6 });
  });

  test('what somebody else has put in under the numbers of a process does not stand for its own acts', async () => {
    const { audit } = await open();
    await audit.append('default', of(1, 2));
    await audit.append('default', [newRecord(3, { subject: 'nobody' }), newRecord(1_000_000)]);
    await audit.appendAll(new Map([['default', of(2, 4)]]), true);
    expect((await audit.scan('default', 4, 10)).map(({ subject, object }) => [subject, object])).toEqual([
      ['ann', 'experiments/3'],
      ['ann', 'experiments/4'],
    ]);
    const { findings } = await verifyChain(audit, 'default');
    expect(findings.map(({ problem }) => problem)).toEqual(['lost', 'out of order']);
  });

  test('acts are found by what they were, by whom, when, and page by page', async () => {
    const { audit } = await open();
    await audit.append('default', [
      newRecord(1, { action: 'key.create', subject: 'ann', outcome: 'refused' }),
      newRecord(2, { action: 'key.revoke', subject: 'bob' }),
      newRecord(3, { action: 'keyring', subject: 'bob' }),
      newRecord(4, { action: 'experiment.delete', subject: 'bob', object: 'experiments/7' }),
    ]);
    const found = async (query: object) => (await audit.list('default', { limit: 10, ...query })).map(({ seq }) => seq);
    expect(await found({})).toEqual([4, 3, 2, 1]);
    expect(await found({ action: 'key.*' })).toEqual([2, 1]);
    expect(await found({ action: 'key.create' })).toEqual([1]);
    expect(await found({ subject: 'bob', object: 'experiments/7' })).toEqual([4]);
    expect(await found({ outcome: 'refused' })).toEqual([1]);
    expect(await found({ fromMs: NOW_MS + 2, toMs: NOW_MS + 4 })).toEqual([3, 2]);
    expect(await found({ limit: 2, before: 3 })).toEqual([2, 1]);
  });

  test('what is too old goes, and the chain that is left still holds', async () => {
    const { audit } = await open();
    await audit.append('default', of(1, 5));
    await audit.append('other', of(1, 1));
    expect(await audit.prune('default', NOW_MS + 4)).toBe(3);
    expect(await audit.prune('default', NOW_MS + 4)).toBe(0);
    await audit.append('default', [newRecord(6)]);
    expect((await audit.scan('default', 0, 10)).map(({ seq }) => seq)).toEqual([4, 5, 6]);
    expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, count: 3 });
    expect(await audit.prune('default', NOW_MS + 1_000)).toBe(3);
    await audit.append('default', [newRecord(7)]);
    expect(await verifyChain(audit, 'default')).toMatchObject({ isWhole: true, count: 1, head: { seq: 7 } });
    expect(await audit.scan('other', 0, 10)).toHaveLength(1);
  });
}
