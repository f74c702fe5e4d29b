import { expect, test } from 'vitest';
import { newRecord } from '../storage/tracking/audit/audit-store.contract.ts';
import type { AuditHead, AuditRecord } from '../storage/tracking/audit/audit-store.ts';
import { CHAIN_BEGINNING, hashOf } from '../storage/tracking/audit/chain.ts';
import { verifyChain } from './verify-chain.ts';

/** A chain of five entries, as somebody with the database in hand has it before him. */
function tampered(change: (records: AuditRecord[], head: { last: AuditHead['last'] }) => void, base = CHAIN_BEGINNING) {
  const records: AuditRecord[] = [];
  let hash = base.hash;
  for (let seq = 1; seq <= 5; seq++) {
    const record = { ...newRecord(seq), seq, count: 1 };
    hash = hashOf('default', hash, record);
    records.push({ ...record, hash });
  }
  const head = { last: { seq: 5, hash }, base };
  change(records, head);
  const scan = async (_: string, after: number, limit: number) =>
    records
      .filter(({ seq }) => seq > after)
      .sort((left, right) => left.seq - right.seq)
      .slice(0, limit);
  return { scan, head: async () => head };
}

const problems = async (audit: ReturnType<typeof tampered>) =>
  (await verifyChain(audit, 'default', { writer: 'w1' })).findings.map(({ seq, problem }) => [seq, problem]);

/** Hashes anew from one entry on, as somebody would who knows how. */
function rehash(records: AuditRecord[], from: number): void {
  for (let at = from - 1; at < records.length; at++) {
    const previous = records[at - 1]?.hash ?? CHAIN_BEGINNING.hash;
    records[at] = { ...records[at]!, hash: hashOf('default', previous, records[at]!) };
  }
}

test('a chain that nobody has touched is whole', async () => {
  expect(await problems(tampered(() => {}))).toEqual([]);
});

test('an entry that was changed is found, also where its own hash was made anew', async () => {
  expect(await problems(tampered((all) => all.splice(2, 1, { ...all[2]!, subject: 'bob' })))).toEqual([[3, 'changed']]);
  const hashed = tampered((all) => {
    const changed = { ...all[2]!, subject: 'bob' };
    all[2] = { ...changed, hash: hashOf('default', all[1]!.hash, changed) };
  });
  expect(await problems(hashed)).toEqual([[4, 'changed']]);
});

test('an entry that was taken out is found', async () => {
  expect(await problems(tampered((all) => all.splice(2, 1)))).toEqual([
    [3, 'missing'],
    [4, 'lost'],
  ]);
});

test('an entry that was put in between is found', async () => {
  const inserted = tampered((all, head) => {
    for (const [index, record] of all.entries()) if (index >= 2) all[index] = { ...record, seq: record.seq + 1 };
    all.push({ ...all[1]!, seq: 3, subject: 'bob' });
    head.last = { ...head.last, seq: 6 };
  });
  expect((await problems(inserted)).map(([seq]) => seq)).toEqual(expect.arrayContaining([3, 4, 5, 6]));
});

test('entries that changed places are found, also where all is hashed anew', async () => {
  const moved = tampered((all, head) => {
    [all[1], all[2]] = [
      { ...all[2]!, seq: 2 },
      { ...all[1]!, seq: 3 },
    ];
    rehash(all, 2);
    head.last = { seq: 5, hash: all[4]!.hash };
  });
  expect(await problems(moved)).toEqual(expect.arrayContaining([[3, 'out of order']]));
});

test('an end that was cut off is found, and with an anchor also where the end was set back', async () => {
  expect(await problems(tampered((all) => all.splice(3)))).toEqual([[4, 'cut off']]);
  const setBack = tampered((all, head) => {
    head.last = { seq: 3, hash: all[2]!.hash };
    all.splice(3);
  });
  expect(await problems(setBack)).toEqual([]);
  const anchor = (await tampered(() => {}).head()).last;
  expect(await verifyChain(setBack, 'default', { anchor })).toMatchObject({
    isWhole: false,
    findings: [{ seq: 5, problem: 'cut off' }],
  });
});

test('a chain that was computed anew is found with an anchor alone', async () => {
  const anchor = (await tampered(() => {}).head()).last;
  const anew = tampered((all, head) => {
    all[1] = { ...all[1]!, subject: 'bob' };
    rehash(all, 2);
    head.last = { seq: 5, hash: all[4]!.hash };
  });
  expect(await problems(anew)).toEqual([]);
  expect((await verifyChain(anew, 'default', { anchor })).findings).toMatchObject([{ seq: 5, problem: 'changed' }]);
});

test('an entry behind the end is found', async () => {
  const added = tampered((all) => all.push({ ...all[4]!, seq: 6, ordinal: 6 }));
  expect(await problems(added)).toEqual([[6, 'changed']]);
});

test('an entry before the beginning is found, which nothing is chained to', async () => {
  const added = tampered((all) => all.unshift({ ...all[0]!, seq: 0, subject: 'bob' }));
  expect(await problems(added)).toEqual([[0, 'changed']]);
  const moved = tampered((all) => all.splice(0, 1, { ...all[0]!, subject: 'bob' }));
  const { last } = await moved.head();
  const [{ hash }] = (await moved.scan('default', 1, 1)) as [AuditRecord];
  const audit = { ...moved, head: async () => ({ last, base: { seq: 2, hash } }) };
  expect(await problems(audit)).toEqual([[1, 'changed']]);
});

test('a process that ended without a word is named', async () => {
  const all = tampered((records) => records.splice(0, 0));
  expect((await verifyChain(all, 'default')).unclosed).toMatchObject([{ writer: 'w1' }]);
  const stopped = tampered((records, head) => {
    records[4] = { ...records[4]!, action: 'audit.stop' };
    rehash(records, 5);
    head.last = { seq: 5, hash: records[4]!.hash };
  });
  expect((await verifyChain(stopped, 'default')).unclosed).toEqual([]);
});
