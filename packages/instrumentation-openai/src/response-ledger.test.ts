import { expect, test } from 'vitest';
import { ResponseLedger } from './response-ledger.ts';

const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };

test('a response leads back to its creator, before and after it was counted', () => {
  const ledger = new ResponseLedger();
  ledger.created('r', span);
  expect([ledger.creatorOf('r'), ledger.isCounted('r')]).toEqual([span, false]);
  ledger.counted('r');
  expect([ledger.creatorOf('r'), ledger.isCounted('r')]).toEqual([span, true]);
});

test('what was counted stays so when its creation is heard of late', () => {
  const ledger = new ResponseLedger();
  ledger.counted('r');
  ledger.created('r', span);
  expect([ledger.creatorOf('r'), ledger.isCounted('r')]).toEqual([span, true]);
});

test('of very many responses those are forgotten that were not seen for the longest time', () => {
  const ledger = new ResponseLedger();
  for (let i = 0; i < 10_000; i++) ledger.created(`r${i}`, span);
  ledger.counted('r0');
  ledger.created('one more', span);
  expect([ledger.isKnown('r0'), ledger.isKnown('r1'), ledger.isKnown('r2')]).toEqual([true, false, true]);
});
