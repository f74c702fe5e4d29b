import type { AggregateGroup, Nanos, SessionSummary } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import type { AggregateRequest } from '../questions/aggregate.ts';
import { decodeSessionKey } from '../questions/session-key.ts';
import type { SpanStore } from '../span-store.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';
import { sampleTraces } from './sample-traces.ts';

const MINUTE = 60_000_000_000n;

/** Figures, facets, sessions and lists of spans. */
export function questionCases(open: OpenStore): void {
  const filled = async (): Promise<SpanStore> => {
    const { store } = await open();
    for (const spans of sampleTraces()) await store.append([sampleBatch(spans)]);
    return store;
  };
  const asked = (of: 'traces' | 'spans', filter: string, more: Partial<AggregateRequest>): AggregateRequest => ({
    workspaceId: 'default',
    of,
    filter: parseFilter(filter, of === 'traces' ? 'trace' : 'span', NEW_YEAR),
    by: [],
    interval: 'auto',
    zone: 'UTC',
    attribution: false,
    order: 'count',
    limit: 10,
    ...more,
  });
  /** Key, count, and whatever is picked. */
  const table = (groups: readonly AggregateGroup[], ...fields: readonly (keyof AggregateGroup)[]) =>
    groups.map((group) => [...group.key, group.count, ...fields.map((field) => group[field])]);

  test('spans by model: each call counts once, whoever else repeats its usage', async () => {
    const { groups, total } = await (await filled()).aggregate(asked('spans', 'kind = llm', { by: ['model'] }));
    expect(table(groups, 'errors', 'inputTokens', 'outputTokens', 'costUsd')).toEqual([
      ['gpt-5', 2, 1, 120, 30, 0.05],
      ['gpt-mini', 1, 0, 900, null, 0.01],
    ]);
    expect(total).toMatchObject({ count: 3, inputTokens: 1_020, ttftMs: { count: 1, p50: 400 } });
    expect(total.durationMs).toEqual({ count: 3, p50: 1_500, p95: 2_000, p99: 2_000, sum: 3_550 });
    expect(total.tokensPerSecond).toEqual({ count: 1, p50: 18.75, p95: 18.75, p99: 18.75 });
    expect([total.selfMs, total.criticalMs, total.criticalShare]).toEqual([null, null, null]);
  });

  test('steps by self time and their share of what the traces waited for, whichever batch they came in', async () => {
    const store = await filled();
    const request = asked('spans', 'trace(name = agent AND status = ok)', {
      by: ['name'],
      attribution: true,
      order: 'selfSum',
    });
    const { groups } = await store.aggregate(request);
    expect(
      table(groups, 'criticalMs', 'criticalShare').map(([name, count, ms, share]) => [name, count, ms, share]),
    ).toEqual([
      ['chat mini', 1, 1_500, 0.5],
      ['search', 1, 900, 0.3],
      ['agent', 1, 600, 0.2],
    ]);
    expect(groups.map(({ selfMs }) => selfMs?.sum)).toEqual([1_500, 1_000, 600]);
    expect((await store.aggregate({ ...request, limit: 1 })).groupCount).toBe(3);
  });

  test('pending spans count, but have no duration; an ended record takes the place of a pending one', async () => {
    const { groups } = await (await filled()).aggregate(
      asked('spans', 'trace(status = running)', { by: ['name', 'status'] }),
    );
    expect(table(groups).sort()).toEqual([
      ['agent', 'running', 1],
      ['search', 'unset', 1],
    ]);
    expect(groups.find(({ key }) => key[0] === 'agent')?.durationMs).toBeNull();
  });

  test('what spans of a broken clock took together is as much as it is, beyond all whole numbers', async () => {
    const { store } = await open();
    const lengthNs = 2n ** 64n - 2n;
    const spans = Array.from({ length: 600 }, (_, index) =>
      sampleSpan({
        traceId: traceIdOf(index),
        spanId: spanIdOf(1),
        startNs: 1n as Nanos,
        endNs: (1n + lengthNs) as Nanos,
      }),
    );
    await store.append([sampleBatch(spans)]);

    const { total } = await store.aggregate(asked('spans', '', { attribution: true }));

    const togetherMs = 600 * (Number(lengthNs) / 1e6);
    expect(total.durationMs!.sum / togetherMs).toBeCloseTo(1, 6);
    expect(total.selfMs!.sum / togetherMs).toBeCloseTo(1, 6);
    expect(total.criticalShare).toBeCloseTo(1, 6);
  });

  test('steps are the names from the root down, over all traces', async () => {
    const { groups } = await (await filled()).aggregate(asked('spans', '', { by: ['path', 'kind'] }));
    expect(table(groups)).toEqual([
      ['agent', 'agent', 2],
      ['agent\u001fsearch', 'tool', 2],
      ['chat gpt', 'llm', 2],
      ['agent\u001fchat mini', 'llm', 1],
    ]);
  });

  test('spans are grouped by every dimension', async () => {
    const store = await filled();
    for (const [by, expected] of [
      [
        'provider',
        [
          [null, 6],
          ['openai', 1],
        ],
      ],
      [
        'kind',
        [
          ['agent', 2],
          ['llm', 3],
          ['tool', 2],
        ],
      ],
      [
        'service',
        [
          [null, 5],
          ['web', 2],
        ],
      ],
      [
        'user',
        [
          [null, 5],
          ['ann', 1],
          ['bob', 1],
        ],
      ],
      [
        'session',
        [
          [null, 5],
          ['s1', 2],
        ],
      ],
      [
        'promptVersion',
        [
          [null, 6],
          ['3', 1],
        ],
      ],
      ['experiment', [['0', 7]]],
      ['run', [[null, 7]]],
    ] as const) {
      const { groups } = await store.aggregate(asked('spans', '', { by: [by] }));
      expect(table(groups).sort(([a], [b]) => String(a ?? '').localeCompare(String(b ?? '')))).toEqual(expected);
    }
    const tag = { tag: 'env', valueOf: new Map([[traceIdOf(2), 'live']]) };
    const { by, groups } = await store.aggregate(asked('spans', '', { by: [tag] }));
    expect([by, table(groups)]).toEqual([
      ['tag:env'],
      [
        [null, 4],
        ['live', 3],
      ],
    ]);
  });

  test('time is cut by the clocks of a zone, in order of time', async () => {
    const store = await filled();
    const spans = await store.aggregate(asked('spans', '', { by: ['time', 'kind'], interval: '1m' }));
    expect(
      table(spans.groups).map(([time, kind, count]) => [(BigInt(time as string) - NEW_YEAR) / MINUTE, kind, count]),
    ).toEqual([
      [1n, 'llm', 1],
      [2n, 'agent', 1],
      [2n, 'llm', 1],
      [2n, 'tool', 1],
      [3n, 'llm', 1],
      [4n, 'agent', 1],
      [4n, 'tool', 1],
    ]);
    const days = await store.aggregate(asked('traces', '', { by: ['time'], interval: '1d', zone: 'America/New_York' }));
    expect(table(days.groups)).toEqual([[(NEW_YEAR - 19n * 60n * MINUTE).toString(), 4]]);
    expect((await store.aggregate(asked('spans', '', { by: ['time'] }))).interval).toBe('10s');
    await expect(store.aggregate(asked('spans', '', { zone: 'Moon/Crater' }))).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
  });

  test('traces have figures of their own', async () => {
    const { groups, total } = await (await filled()).aggregate(
      asked('traces', 'NOT status = running', { by: ['model'] }),
    );
    expect(table(groups, 'costUsd')).toEqual([
      ['gpt-5', 2, 0.05],
      ['gpt-mini', 1, 0.01],
    ]);
    expect(total).toMatchObject({ count: 3, errors: 1, durationMs: { p50: 2_000, p99: 3_000 } });
  });

  test('facets count the values of what matches', async () => {
    const store = await filled();
    const request = { workspaceId: 'default', filter: parseFilter('NOT model IS NULL', 'trace', NEW_YEAR), limit: 1 };
    expect(await store.facets({ ...request, fields: ['status', 'model', 'session'] })).toEqual({
      facets: [
        { field: 'status', values: [{ value: 'ok', count: 2 }], valueCount: 2 },
        { field: 'model', values: [{ value: 'gpt-5', count: 2 }], valueCount: 2 },
        { field: 'session', values: [{ value: 's1', count: 2 }], valueCount: 1 },
      ],
      counted: 3,
      isPartial: false,
    });
  });

  test('a histogram has every bucket from the first trace to the last', async () => {
    const request = { workspaceId: 'default', filter: parseFilter('NOT name = agent', 'trace', NEW_YEAR) };
    const { time, duration, total } = await (await filled()).histogram({ ...request, interval: '1m', zone: 'UTC' });
    expect(time.map(({ startNs, ...bucket }) => [(BigInt(startNs) - NEW_YEAR) / MINUTE, bucket])).toEqual([
      [1n, { count: 1, errors: 0, p50Ms: 2_000, p95Ms: 2_000 }],
      [2n, { count: 0, errors: 0, p50Ms: null, p95Ms: null }],
      [3n, { count: 1, errors: 1, p50Ms: 50, p95Ms: 50 }],
    ]);
    expect([duration.length, duration[0]?.count, duration.at(-1)?.count, total]).toEqual([18, 1, 1, 2]);
    expect(duration[0]!.fromMs).toBeLessThanOrEqual(50);
    expect(duration[0]!.toMs).toBeGreaterThan(50);
  });

  test.each(['time IS NOT NULL', "time != '2030-01-01'"])('%s leaves all of the time there is', async (filter) => {
    const store = await filled();
    const whole = { workspaceId: 'default', interval: 'auto', zone: 'UTC' } as const;
    const { time, total } = await store.histogram({ ...whole, filter: parseFilter(filter, 'trace', NEW_YEAR) });
    expect([time.length > 0, total]).toEqual([true, 4]);
    for (const subject of ['traces', 'spans'] as const) {
      const request = asked(subject, filter, { by: ['time'] });
      expect((await store.aggregate(request)).groups).toEqual(
        (await store.aggregate({ ...request, filter: parseFilter('', 'trace', NEW_YEAR) })).groups,
      );
    }
  });

  test('sessions sum up their traces', async () => {
    const store = await filled();
    const request = { workspaceId: 'default', filter: parseFilter('', 'trace', NEW_YEAR), limit: 10 };
    const page = await store.sessions(request);
    expect(page).toMatchObject({ total: 1, nextCursor: null });
    expect(page.items).toEqual([
      {
        sessionId: 's1',
        traceCount: 2,
        errorCount: 0,
        firstNs: (NEW_YEAR + MINUTE).toString(),
        lastNs: (NEW_YEAR + 2n * MINUTE + 3_000_000_000n).toString(),
        durationMs: 5_000,
        inputTokens: 1_020,
        outputTokens: 30,
        costUsd: 0.06,
        isCostPartial: false,
        users: ['ann', 'bob'],
        models: ['gpt-5', 'gpt-mini'],
        firstPreview: null,
        lastPreview: null,
      },
    ]);
    const [{ sessionId, lastNs }] = page.items as readonly [SessionSummary];
    const after = { sessionId, lastNs: BigInt(lastNs) };
    expect(await store.sessions({ ...request, after })).toMatchObject({ items: [], total: 1, nextCursor: null });
  });

  test('pages of sessions follow each other, whatever comes in between', async () => {
    const { store } = await open();
    const session = (number: number, sessionId: string) =>
      store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1), sessionId })])]);
    for (const [index, id] of ['c', 'a.b', 'd', 'b'].entries()) await session(index + 1, id);
    const request = { workspaceId: 'default', filter: parseFilter('', 'trace', NEW_YEAR), limit: 2 };
    const first = await store.sessions(request);
    await session(5, 'a');
    const after = decodeSessionKey(first.nextCursor!)!;
    const second = await store.sessions({ ...request, after });
    // All were active last at the same time: the ids decide.
    expect([...first.items, ...second.items].map(({ sessionId }) => sessionId)).toEqual(['a.b', 'b', 'c', 'd']);
    expect([first.total, second.total, second.nextCursor]).toEqual([4, 5, null]);
  });

  test('spans are listed by their own start, page by page', async () => {
    const store = await filled();
    const query = { workspaceId: 'default', filter: parseFilter('kind IN (llm, tool)', 'span', NEW_YEAR), limit: 2 };
    const ids = async (
      page: Promise<{ readonly spans: readonly { readonly traceId: string; readonly spanId: string }[] }>,
    ) => (await page).spans.map(({ traceId, spanId }) => [traceId, spanId]);
    const first = await store.listSpans(query);
    expect(first).toMatchObject({ total: 5, hasMore: true, isTotalEstimate: false });
    expect(await ids(Promise.resolve(first))).toEqual([
      [traceIdOf(4), spanIdOf(2)],
      [traceIdOf(3), spanIdOf(1)],
    ]);
    expect(await ids(store.listSpans({ ...query, limit: 3, after: first.spans.at(-1)! }))).toEqual([
      [traceIdOf(2), spanIdOf(3)],
      [traceIdOf(2), spanIdOf(2)],
      [traceIdOf(1), spanIdOf(1)],
    ]);
    const since = parseFilter("time >= '2026-01-01T00:02:01Z' AND trace(status = ok)", 'span', NEW_YEAR);
    expect(await ids(store.listSpans({ ...query, filter: since }))).toEqual([[traceIdOf(2), spanIdOf(3)]]);
  });
}
