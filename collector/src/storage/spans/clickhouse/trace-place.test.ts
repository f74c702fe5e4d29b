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

test('spans of more traces than the index is asked for are looked for between their minutes', () => {
  const traces = Array.from({ length: 8_193 }, (_, trace) => ({
    traceId: trace.toString(16).padStart(32, '0'),
    firstMinute: 7,
    lastMinute: 7,
  }));

  expect(inPlaces(traces.slice(1))).toContain('(minute, trace_id) IN ');
  expect(inPlaces(traces)).toMatch(/^workspace = \{workspace:String\} AND minute BETWEEN 7 AND 7 AND trace_id IN /);
});
