import type { Page, TraceSummary } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { appendPage, compareTraces, mergeFirstPage, updateListed, withoutTraces } from './loaded-traces.ts';

test('new traces go to the top and older ones stay', () => {
  const loaded = { items: [trace('30'), trace('20'), trace('10')], nextCursor: 'after 10' };

  const merged = mergeFirstPage(loaded, page([trace('40'), trace('30')], 'after 30'));

  expect(starts(merged.items)).toEqual(['40', '30', '20', '10']);
  expect(merged.nextCursor).toBe('after 10');
});

test('a trace that was deleted or has moved on is taken from the newer page', () => {
  const loaded = { items: [trace('30'), trace('20'), trace('10')], nextCursor: null };

  const merged = mergeFirstPage(loaded, page([{ ...trace('30'), status: 'error' }, trace('15')], 'after 15'));

  expect(starts(merged.items)).toEqual(['30', '15', '10']);
  expect(merged.items[0]?.status).toBe('error');
});

test('a search that pauses before it finds anything leaves what was found beyond', () => {
  const loaded = { items: [trace('20'), trace('10')], nextCursor: 'after 10' };

  expect(mergeFirstPage(loaded, page([], 'paused'))).toEqual(loaded);
  expect(mergeFirstPage({ items: [], nextCursor: 'before' }, page([], 'paused')).nextCursor).toBe('paused');
});

test('a list that the newest page no longer meets begins again, rather than hide a hole', () => {
  const loaded = { items: [trace('20'), trace('10')], nextCursor: 'after 10' };

  const merged = mergeFirstPage(loaded, page([trace('90'), trace('80')], 'after 80'));

  expect(starts(merged.items)).toEqual(['90', '80']);
  expect(merged.nextCursor).toBe('after 80');
});

test('scores put traces in order either way, and yes stands above no', () => {
  const judged = (startNs: string, value: number | boolean) => ({
    ...trace(startNs),
    scores: [{ name: 'good', value, count: 1 }],
  });
  const [none, half, yes] = [trace('1'), judged('2', 0.5), judged('3', true)];
  const sorted = (order: 'score.good' | '-score.good') =>
    starts([half, yes].sort((a, b) => compareTraces(order, a, b)));

  expect(sorted('score.good')).toEqual(['3', '2']);
  expect(sorted('-score.good')).toEqual(['2', '3']);
  expect(compareTraces('score.good', half, none)).toBeLessThan(0);
});

test('times of different lengths are compared as numbers', () => {
  const loaded = { items: [trace('1000'), trace('999')], nextCursor: 'after 999' };

  expect(starts(mergeFirstPage(loaded, page([trace('1001'), trace('1000')], 'x')).items)).toEqual([
    '1001',
    '1000',
    '999',
  ]);
});

test('the following page is added without what is there already', () => {
  const loaded = { items: [trace('30'), trace('20')], nextCursor: 'after 20' };

  const all = appendPage(loaded, page([trace('20'), trace('10')], null));

  expect(starts(all.items)).toEqual(['30', '20', '10']);
  expect(all.nextCursor).toBeNull();
});

test('a trace that moves down the order while somebody reads is there once', () => {
  const loaded = { items: [trace('30'), trace('20')], nextCursor: 'after 20' };
  const moved = { ...trace('30'), startNs: '15' };

  expect(ids(appendPage(loaded, page([moved, trace('10')], null)).items)).toEqual([30, 20, 10]);
  expect(
    ids(mergeFirstPage({ ...loaded, items: [trace('30'), trace('20'), moved] }, page([trace('30')], 'after 30')).items),
  ).toEqual([30, 20]);
});

test('a list by cost goes on where the dearest end, and those without a cost come last', () => {
  const priced = (startNs: string, costUsd: number | null) => ({ ...trace(startNs), costUsd });
  const loaded = { items: [priced('10', 3), priced('30', 2), priced('40', 1)], nextCursor: 'after 40' };

  const merged = mergeFirstPage(loaded, page([priced('50', 4), priced('10', 3)], 'after 10'), 'cost');
  const all = appendPage(merged, page([priced('90', null), priced('80', null)], null), 'cost');

  expect(starts(all.items)).toEqual(['50', '10', '30', '40', '90', '80']);
});

test('every order falls back to the newest first', () => {
  for (const order of ['start', 'duration', 'tokens', 'spans', 'errors'] as const) {
    expect(compareTraces(order, trace('30'), trace('20'))).toBeLessThan(0);
    expect(compareTraces(order, trace('20'), trace('20'))).toBe(0);
  }
});

test('changed traces take the place of what is listed, deleted ones go, others are left alone', () => {
  const loaded = { items: [trace('30'), trace('20')], nextCursor: 'after 20' };

  const updated = updateListed(loaded, [{ ...trace('20'), status: 'error' }, trace('99')]);

  expect(updated.items.map(({ status }) => status)).toEqual(['ok', 'error']);
  expect(updateListed(loaded, [trace('99')])).toBe(loaded);
  expect(starts(withoutTraces(updated, new Set([trace('30').traceId])).items)).toEqual(['20']);
});

function page(items: readonly TraceSummary[], nextCursor: string | null): Page<TraceSummary> {
  return { items, nextCursor, total: 0, totalIsEstimate: false };
}

function ids(traces: readonly TraceSummary[]): readonly number[] {
  return traces.map((each) => Number(each.traceId));
}

function starts(traces: readonly TraceSummary[]): readonly string[] {
  return traces.map((each) => each.startNs);
}

function trace(startNs: string): TraceSummary {
  return {
    traceId: startNs.padStart(32, '0'),
    name: 'agent.run',
    startNs,
    durationMs: 1,
    ttftMs: null,
    status: 'ok',
    spanCount: 1,
    llmCount: 0,
    errorCount: 0,
    inputTokens: null,
    outputTokens: null,
    costUsd: null,
    isCostPartial: false,
    isUsageEstimated: false,
    models: [],
    service: null,
    experimentId: '0',
    sessionId: null,
    userId: null,
    preview: null,
    tags: {},
    scores: [],
  };
}
