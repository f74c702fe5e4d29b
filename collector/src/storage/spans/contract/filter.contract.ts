import { expect, test } from 'vitest';
import { allOf, type Expression } from '../../../filter/expression.ts';
import { parseFilter } from '../../../filter/parse-filter.ts';
import type { SpanStore } from '../span-store.ts';
import { placeOf } from '../trace-order.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';
import { sampleTraces } from './sample-traces.ts';

/** Filters on traces, and the numbers of the traces that they find, newest first. */
const TRACES: readonly (readonly [string, readonly number[]])[] = [
  ['status = ok', [2, 1]],
  ['NOT status = ok', [4, 3]],
  ['status IN (error, running)', [4, 3]],
  ["name = 'agent' OR status = error", [4, 3, 2]],
  ["name LIKE 'chat%'", [3, 1]],
  ["name LIKE 'CHAT%'", []],
  ["name ILIKE 'CHAT%' AND NOT status = error", [1]],
  ["name NOT LIKE '%a%'", []],
  ["name RLIKE '^(chat|search)'", [3, 1]],
  ["metadata.team RLIKE 'e.$' OR has(name RLIKE '(?i)MINI')", [2, 1]],
  ['duration >= 2s', [2, 1]],
  ['duration > 2000.5', [2]],
  ['tokens > 100', [2, 1]],
  ['output_tokens IS NULL', [4, 3, 2]],
  ['output_tokens != 31', [1]],
  ['cost >= $0.05', [1]],
  ['cost IS NOT NULL AND cost < 0.05', [2]],
  ['session = s1', [2, 1]],
  ["session = ''", [4, 3]],
  ['session != s1', []],
  ['user IN (ann, cat)', [1]],
  ['user IS NULL', [4, 3]],
  ['model = gpt-5', [3, 1]],
  ['model != gpt-5', [2]],
  ["model IN ('gpt-mini', 'x')", [2]],
  ['model IS NULL', [4]],
  ["time >= '2026-01-01T00:02:00Z' AND time < '2026-01-01T00:04:00Z'", [3, 2]],
  ["end > '2026-01-01T00:03:00.1Z'", [4]],
  ['spans > 1', [4, 2]],
  ['errors = 1', [3]],
  ['llm_calls = 1 service = web', [3, 2]],
  ["id = 'tr-A0A0A0A0A0A0A0A00000000000000003'", [3]],
  ["id != 'x'", [4, 3, 2, 1]],
  ['kind = tool', [4, 2]],
  ['has(kind = tool AND duration >= 1s)', [2]],
  ['has a span where (name = search AND status = running)', []],
  ['NOT has(kind = llm)', [4]],
  ['self_time >= 1s', [2, 1]],
  ['has(kind = agent AND self_time = 600ms)', [2]],
  ["path = 'agent > search' AND has(path LIKE '%> chat mini' AND kind = llm)", [2]],
  ['path RLIKE "^(chat gpt|agent)$"', [4, 3, 2, 1]],
  ['ttft > 300ms', [1]],
  ['provider = openai', [1]],
  ['prompt = p AND prompt_version = 3', [1]],
  ['metadata.team = red', [1]],
  ['metadata.team IN (red, blue)', [2, 1]],
  ['metadata.team IS NOT NULL AND metadata.size >= 3', [2]],
  ['NOT metadata.team = red AND status = ok', [2]],
  ['label = shop', [2, 1]],
  ['label = vip OR labels IN (beta, x)', [2, 1]],
  ["label LIKE 'be%'", [2]],
  ['NOT label IS NOT NULL', [4, 3]],
  ['attributes.temperature <= 0.5', [1]],
  ['attributes.http.status_code = 203', [3]],
  ["attributes.http.status_code IN (202, '204')", [4, 2]],
  ['refund', [1]],
  ['"is my Refund"', [1]],
  ['"my refund where"', []],
  ['ref*', [1]],
  ['返金', [1]],
  ['parcels limit', []],
  ["content LIKE '%late parcels%'", [2]],
  ['NOT refund AND has(trace(status = ok))', [2]],
];

/**
 * Filters of all kinds find the same in every store.
 */
export function filterCases(open: OpenStore): void {
  const parse = (text: string): Expression => parseFilter(text, 'trace', NEW_YEAR);

  test('each finds what it names, and says how many that are', async () => {
    const { store } = await open();
    for (const spans of sampleTraces()) await store.append([sampleBatch(spans)]);
    const answers = TRACES.map(async ([text]) => [text, ...(await found(store, parse(text)))]);
    expect(await Promise.all(answers)).toEqual(TRACES.map(([text, numbers]) => [text, numbers, numbers.length, false]));
  });

  test('a set of traces takes part like any other condition', async () => {
    const { store } = await open();
    for (const spans of sampleTraces()) await store.append([sampleBatch(spans)]);
    const among: Expression = { type: 'traceIds', traceIds: new Set([traceIdOf(1), traceIdOf(3), 'odd']) };
    expect(await found(store, allOf(among, parse('status = error')))).toEqual([[3], 1, false]);
    expect(await found(store, { type: 'not', of: among })).toEqual([[4, 2], 2, false]);
    expect(await found(store, { type: 'has', of: { type: 'trace', of: among } })).toEqual([[3, 1], 2, false]);
    expect(await found(store, { type: 'or', of: [] })).toEqual([[], 0, false]);
    // A page of what spans decide tells how many there are in all.
    expect(await found(store, parse('NOT kind = embedding'), 2)).toEqual([[4, 3], 4, false]);
  });

  test('a run is that of a trace, and of each span that names it', async () => {
    const { store } = await open();
    const span = (trace: number, id: number, more: object) =>
      sampleSpan({
        traceId: traceIdOf(trace),
        spanId: spanIdOf(id),
        parentSpanId: id === 1 ? '' : spanIdOf(1),
        ...more,
      });
    await store.append([sampleBatch([span(1, 1, { runId: 'r1' }), span(1, 2, { runId: 'r2', kind: 'llm' })])]);
    await store.append([sampleBatch([span(2, 1, { runId: 'r2' }), span(2, 2, { runId: 'r2' })])]);
    await store.append([sampleBatch([span(3, 1, {})])]);
    const traces = async (text: string) => [...((await found(store, parse(text)))[0] as number[])].sort();
    expect(await traces('run = r1')).toEqual([1]);
    expect(await traces('run = r2')).toEqual([2]);
    expect(await traces('run_id IN (r1, r2)')).toEqual([1, 2]);
    expect(await traces('run IS NULL')).toEqual([3]);
    expect(await traces('has(run = r2)')).toEqual([1, 2]);
    expect(await traces('has(run = r2 AND kind = llm)')).toEqual([1]);
    expect(await traces('NOT has(run = r1)')).toEqual([2, 3]);
    const filter = parseFilter('run = r2', 'span', NEW_YEAR);
    const { spans, total } = await store.listSpans({ workspaceId: 'default', filter, limit: 10 });
    const names = spans.map(
      (each) => `${each.traceId === traceIdOf(1) ? 1 : 2}.${each.spanId === spanIdOf(1) ? 1 : 2}`,
    );
    expect([names.sort(), total]).toEqual([['1.2', '2.1', '2.2'], 3]);
  });

  test.each([
    ['start', [4, 3, 2, 1]],
    ['duration', [2, 1, 4, 3]],
    ['ttft', [1, 4, 3, 2]],
    ['cost', [1, 2, 4, 3]],
    ['tokens', [2, 1, 4, 3]],
    ['spans', [2, 4, 3, 1]],
    ['errors', [3, 4, 2, 1]],
  ] as const)('pages in order of %s follow each other', async (order, numbers) => {
    const { store } = await open();
    for (const spans of sampleTraces()) await store.append([sampleBatch(spans)]);
    for (const filter of [parse(''), parse('NOT kind = embedding')]) {
      const query = { workspaceId: 'default', filter, order, limit: 2 };
      const first = await store.listTraces(query);
      const second = await store.listTraces({ ...query, after: placeOf(first.rows.at(-1)!, order) });
      expect([...first.rows, ...second.rows].map(({ traceId }) => traceId)).toEqual(numbers.map(traceIdOf));
      expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    }
  });
}

async function found(store: SpanStore, filter: Expression, limit = 10): Promise<unknown[]> {
  const page = await store.listTraces({ workspaceId: 'default', filter, limit });
  return [page.rows.map(({ traceId }) => Number.parseInt(traceId.slice(16), 16)), page.total, page.isTotalEstimate];
}
