import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { RowReader } from './row-binary/row-reader.ts';
import { RowWriter } from './row-binary/row-writer.ts';
import { minuteOf, SPAN_ROW, type SpanRow, versionOf } from './span-rows.ts';

const FACTS = { durationUs: 1, selfUs: 1, criticalUs: 1, skewUs: 0, path: 'step', isRepeated: false };

function rowOf(isPending: boolean, arrivedUs: number, completeness: number): SpanRow {
  const columns = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), isPending });
  const place = { block: 1n, isTruncated: false, arrivedUs, columns };
  return { ...place, workspaceId: '', experimentId: '', facts: FACTS, completeness, isGone: false };
}

test('a minute begins with its first nanosecond, in every year that there is', () => {
  for (const minute of [0n, 1n, 29_453_760n, 300_000_000n, 307_445_733n]) {
    const startNs = minute * 60_000_000_000n;
    for (const inside of [0n, 1n, 59_999n, 60_001n, 30_000_000_000n, 59_999_999_999n]) {
      expect(minuteOf({ startNs: (startNs + inside) as Nanos })).toBe(Number(minute));
    }
  }
});

test('an ended record comes before a pending one, an earlier before a later one, and of these the one that knows more', () => {
  const nowUs = 1_767_225_600_123_456;
  const rows = [
    rowOf(false, nowUs - 2_000, 3),
    rowOf(false, nowUs, 2_000_000),
    rowOf(false, nowUs, 4),
    rowOf(false, nowUs, 0),
    rowOf(false, nowUs + 90_000_000, 9),
    rowOf(true, nowUs - 2_000, 9),
    rowOf(true, nowUs, 9),
  ];
  const versions = rows.map(versionOf);
  expect(versions.toSorted((a, b) => (a < b ? 1 : -1))).toEqual(versions);
});

test('versions are written as they are told', () => {
  const column = SPAN_ROW.find(({ name }) => name === 'version');
  if (column === undefined || !('write' in column)) throw new Error('there is no version');
  for (const row of [
    rowOf(false, 0, 0),
    rowOf(true, 1_767_225_600_123_456, 17),
    rowOf(false, 1e15, Number.MAX_SAFE_INTEGER),
  ]) {
    const writer = new RowWriter();
    column.write(writer, row);
    expect(new RowReader(writer.finish()).uint64()).toBe(versionOf(row));
  }
});
