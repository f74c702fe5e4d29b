import type { NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { RunTrace } from '../../spans/span-store.ts';
import type { OpenStores } from '../opened-stores.contract.ts';

const TRACE: Omit<RunTrace, 'traceId' | 'runId'> = {
  durationUs: 1_000_000,
  status: 'ok',
  llmCount: 1,
  inputTokens: 10,
  outputTokens: 2,
  costNanoUsd: 5_000 as NanoUsd,
  isCostPartial: false,
};

/** What every adapter has to do with what runs add up to. */
export function runTotalCases(open: OpenStores): void {
  async function opened() {
    const { runs, metrics, runTotals, traceInfos } = await open();
    const made = async () =>
      (await runs.create('default', { experimentId: '0', name: 'r', userId: '', startMs: 1_000, tags: new Map() })).id;
    let cursor = 0;
    const take = (runId: string, traces: Readonly<Record<string, Partial<RunTrace>>>) =>
      runTotals.take(
        'default',
        Object.entries(traces).map(([traceId, trace]) => ({ ...TRACE, ...trace, traceId, runId })),
        ++cursor,
      );
    const totals = async (runId: string) =>
      Object.fromEntries((await runs.get('default', runId)).metrics.map(({ key, value }) => [key, value]));
    return { runs, metrics, runTotals, traceInfos, made, take, totals };
  }

  test('a run has the sums of its traces, and their mean length, as metrics', async () => {
    const { made, take, totals, runTotals } = await opened();
    const [runId, other] = [await made(), await made()];
    await take(runId, { a: {}, b: { durationUs: 3_000_000, llmCount: 2, inputTokens: 5 } });
    expect(await totals(runId)).toEqual({
      prompt_tokens: 15,
      completion_tokens: 4,
      total_cost_usd: 0.00001,
      latency_ms: 2_000,
      llm_calls: 3,
    });
    expect(await totals(other)).toEqual({});
    expect(await runTotals.cursor('default')).toBe(1);
    expect(await runTotals.cursor('other')).toBe(0);
  });

  test('a trace that has changed counts as it is now, also for the run that it belonged to before', async () => {
    const { made, take, totals } = await opened();
    const [runId, other] = [await made(), await made()];
    await take(runId, { a: { status: 'running', outputTokens: -1, costNanoUsd: -1 } });
    expect(await totals(runId)).toEqual({ prompt_tokens: 10, llm_calls: 1 });
    await take(runId, { a: { llmCount: 4 } });
    expect(await totals(runId)).toMatchObject({ llm_calls: 4, latency_ms: 1_000, completion_tokens: 2 });
    await take(other, { a: {} });
    expect(await totals(runId)).toEqual({});
    expect(await totals(other)).toMatchObject({ llm_calls: 1 });
  });

  test('what is forgotten is taken off, and the last of it leaves nothing', async () => {
    const { made, take, totals, runTotals } = await opened();
    const runId = await made();
    await take(runId, { a: {}, b: { inputTokens: 1 } });
    await runTotals.forget('default', ['a', 'unknown']);
    expect(await totals(runId)).toMatchObject({ prompt_tokens: 1, llm_calls: 1 });
    await runTotals.forget('default', ['b']);
    expect(await totals(runId)).toEqual({});
  });

  test('a trace counts for every run that it is linked to, and once where its spans name that run as well', async () => {
    const { made, take, totals, runTotals, traceInfos } = await opened();
    const [named, linked] = [await made(), await made()];
    expect(await runTotals.hasLinks('default')).toBe(false);
    for (const runId of [named, linked]) await traceInfos.linkRun('default', runId, ['a']);
    expect(await runTotals.hasLinks('default')).toBe(true);
    expect(await runTotals.linkedAmong('default', ['a', 'b'])).toEqual(['a']);
    await take(named, { a: {}, b: {} });
    expect(await totals(named)).toMatchObject({ llm_calls: 2 });
    expect(await totals(linked)).toMatchObject({ llm_calls: 1 });
    await runTotals.take('default', [{ ...TRACE, traceId: 'a', runId: '', llmCount: 5 }]);
    expect(await runTotals.cursor('default')).toBe(1);
    for (const runId of [named, linked]) expect((await totals(runId)).llm_calls).toBe(runId === named ? 6 : 5);
    await runTotals.forget('default', ['a']);
    expect(await totals(linked)).toEqual({});
  });

  test('what the run has logged under such a name itself stands', async () => {
    const { runs, made, take, totals } = await opened();
    const [before, after] = [await made(), await made()];
    const log = (runId: string) =>
      runs.log('default', runId, { metrics: [{ key: 'latency_ms', value: 7, timestampMs: 2_000, step: 0 }] });
    await log(before);
    await totals(before);
    await take(before, { a: {} });
    await take(after, { b: {} });
    await log(after);
    for (const runId of [before, after]) {
      expect(await totals(runId)).toMatchObject({ latency_ms: 7, llm_calls: 1 });
    }
    await take(after, { c: {} });
    expect(await totals(after)).toMatchObject({ latency_ms: 7, llm_calls: 2 });
  });

  test.each([
    ['of an earlier time', { step: 0, timestampMs: 0 }],
    ['of an earlier step', { step: -1, timestampMs: 2_000 }],
    ['of the same time and a smaller value', { step: 0, timestampMs: 1_000 }],
  ])('so does one %s', async (_, at) => {
    const { runs, metrics, made, take, totals } = await opened();
    const runId = await made();
    await take(runId, { a: {} });
    await runs.log('default', runId, { metrics: [{ key: 'latency_ms', value: 7, ...at }] });
    expect(await totals(runId)).toMatchObject({ latency_ms: 7 });
    await take(runId, { b: {} });
    await runs.log('default', runId, { metrics: [{ key: 'latency_ms', value: 6, ...at }] });
    expect(await totals(runId)).toMatchObject({ latency_ms: 7, llm_calls: 2 });
    expect((await metrics.history('default', runId, 'latency_ms', {})).items.map(({ value }) => value)).toEqual([6, 7]);
  });

  test('runs are found and ordered by what they add up to, and its history is its one value', async () => {
    const { runs, metrics, made, take } = await opened();
    const [cheap, dear] = [await made(), await made()];
    await take(cheap, { a: {} });
    await take(dear, { b: { costNanoUsd: 9_000 as NanoUsd } });
    const { items } = await runs.search('default', {
      experimentIds: ['0'],
      lifecycle: 'active',
      conditions: [],
      order: [{ kind: 'metric', key: 'total_cost_usd', isDescending: true }],
      limit: 10,
    });
    expect(items.map(({ id }) => id)).toEqual([dear, cheap]);
    expect((await metrics.history('default', dear, 'total_cost_usd', {})).items).toEqual([
      { key: 'total_cost_usd', value: 0.000009, timestampMs: 1_000, step: 0 },
    ]);
  });

  test('a cost that leaves out calls without a price says so', async () => {
    const { runs, made, take } = await opened();
    const runId = await made();
    const tag = async () => (await runs.get('default', runId)).tags.get('tracewright.total_cost.is_partial');
    await take(runId, { a: { isCostPartial: true }, b: {} });
    expect(await tag()).toBe('true');
    await take(runId, { a: {} });
    expect(await tag()).toBeUndefined();
  });

  test('traces of a run that is not there are no fault', async () => {
    const { take, runTotals } = await opened();
    await take('f'.repeat(32), { a: {} });
    await runTotals.forget('default', ['a']);
    expect(await runTotals.cursor('default')).toBe(1);
  });
}
