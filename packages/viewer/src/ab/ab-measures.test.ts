import type { TraceSummary } from '@tracewright/schema';
import { RandomSource } from '@tracewright/statistics';
import { expect, test } from 'vitest';
import { abMeasures, abRows, abUnit } from './ab-measures.ts';

let ids = 0;
function trace(given: Partial<TraceSummary>): TraceSummary {
  const none = { ttftMs: null, costUsd: null, inputTokens: null, outputTokens: null, userId: null, sessionId: null };
  return { ...none, traceId: String(ids++), status: 'ok', durationMs: 100, scores: [], ...given } as TraceSummary;
}

function group(count: number, given: (at: number) => Partial<TraceSummary>): readonly TraceSummary[] {
  return Array.from({ length: count }, (_, at) => trace(given(at)));
}

test('a variant that is clearly slower is worse, and what differs no more than chance would is unclear', () => {
  const score = (at: number, offset: number) => [{ name: 'thumbs', value: (at + offset) % 2 === 0, count: 1 }];
  const a = group(40, (at) => ({ durationMs: 100 + (at % 7), scores: score(at, 0) }));
  const b = group(40, (at) => ({ durationMs: 160 + (at % 7), scores: score(at, 1) }));
  const rows = new Map(
    abRows(
      new Map([
        ['A', a],
        ['B', b],
      ]),
      'A',
      'trace',
    ).map((row) => [row.measure.name, row.cells]),
  );
  expect(rows.get('latency')?.get('B')).toMatchObject({ count: 40, verdict: 'worse' });
  expect(rows.get('latency')?.get('B')?.difference?.estimate).toBeCloseTo(60, 10);
  expect(rows.get('latency')?.get('A')?.difference).toBeUndefined();
  expect(rows.get('thumbs')?.get('B')).toMatchObject({ mean: 0.5, verdict: 'unclear' });
  expect(rows.get('failed')?.get('B')).toMatchObject({ mean: 0, verdict: 'unclear' });
});

test('of many measures that differ by chance none is called a difference', () => {
  const random = new Uint32Array(30 * 60);
  new RandomSource(7).fill(random);
  const numbers = random.values();
  const scores = () => ({
    scores: Array.from({ length: 30 }, (_, name) => ({
      name: `score ${name}`,
      value: numbers.next().value ?? 0,
      count: 1,
    })),
  });
  const traces = new Map([
    ['A', group(30, scores)],
    ['B', group(30, scores)],
  ]);
  const verdicts = abRows(traces, 'A', 'trace').map(({ cells }) => cells.get('B')?.verdict);
  expect(new Set(verdicts)).toEqual(new Set(['unclear']));
});

test('variants of which each always takes the same differ for sure, and those that take the same do not', () => {
  const a = group(30, () => ({ durationMs: 100, inputTokens: 900 }));
  const b = group(30, () => ({ durationMs: 100, inputTokens: 400 }));
  const rows = abRows(
    new Map([
      ['A', a],
      ['B', b],
    ]),
    'A',
    'trace',
  );
  const verdicts = rows.map(({ measure, cells }) => [measure.name, cells.get('B')?.verdict]);
  expect(verdicts).toEqual([
    ['latency', 'unclear'],
    ['input tokens', 'better'],
    ['failed', 'unclear'],
  ]);
});

test('the requests of one user are one figure, not many', () => {
  const a = group(60, (at) => ({ userId: `u${at % 3}`, durationMs: 100 + (at % 3) }));
  const b = group(60, (at) => ({ userId: `v${at % 3}`, durationMs: 103 + (at % 3) }));
  const byUser = abRows(
    new Map([
      ['A', a],
      ['B', b],
    ]),
    'A',
    'user',
  )[0]?.cells.get('B');
  const byTrace = abRows(
    new Map([
      ['A', a],
      ['B', b],
    ]),
    'A',
    'trace',
  )[0]?.cells.get('B');
  expect([byUser?.count, byTrace?.count]).toEqual([3, 60]);
  expect(byUser?.difference?.p).toBeGreaterThan(byTrace?.difference?.p ?? 1);
  expect(abUnit([...a, ...b])).toBe('user');
});

test('without users sessions are counted, without either traces', () => {
  expect(abUnit(group(10, () => ({ sessionId: 's' })))).toBe('session');
  expect(abUnit(group(10, (at) => ({ sessionId: at < 5 ? 's' : null })))).toBe('trace');
  expect(abUnit([])).toBe('trace');
});

test('a variant of a single figure is shown, and held against none', () => {
  const traces = new Map([
    ['A', group(8, (at) => ({ durationMs: 100 + at }))],
    ['B', group(1, () => ({ durationMs: 900 }))],
  ]);
  const [latency] = abRows(traces, 'A', 'trace');
  expect(latency?.cells.get('B')).toEqual({ mean: 900, count: 1, difference: undefined, verdict: undefined });
});

test('only what the traces know is compared, and texts are no figures', () => {
  const traces = [trace({ costUsd: 0.1, scores: [{ name: 'tone', value: 'rude', count: 1 }] }), trace({})];
  expect(abMeasures(traces).map(({ name }) => name)).toEqual(['latency', 'cost', 'failed']);
  expect(abRows(new Map([['A', []]]), 'A', 'trace')).toEqual([]);
});
