import { expect, test } from 'vitest';
import { inPlaces } from './trace-place.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);

test('spans of short traces are looked for in their minutes alone', () => {
  const sql = inPlaces([
    { traceId: A, firstMinute: 7, lastMinute: 8 },
    { traceId: B, firstMinute: 900, lastMinute: 900 },
  ]);

  expect(sql).toBe(
    `workspace = {workspace:String} AND ((minute, trace_id) IN ((7, x'${A}'), (8, x'${A}'), (900, x'${B}')))`,
  );
});

test('spans of long traces are looked for between their minutes', () => {
  const sql = inPlaces([
    { traceId: A, firstMinute: 7, lastMinute: 7 },
    { traceId: B, firstMinute: 1, lastMinute: 5_000_000 },
  ]);

  expect(sql).toBe(
    `workspace = {workspace:String} AND ((minute, trace_id) IN ((7, x'${A}')) OR (minute BETWEEN 1 AND 5000000 AND trace_id IN (x'${B}')))`,
  );
});
