import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { compare, type Expression, MATCH_ALL } from '../../../filter/expression.ts';
import type { SpanRecord } from '../span-record.ts';
import type { SpanStore, TraceKey } from '../span-store.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

/** Pages and filters. */
export function listCases(open: OpenStore): void {
  test('pages follow each other without gap or repetition, also where starts are equal', async () => {
    const { store } = await open();
    const roots = Array.from({ length: 25 }, (_, index) =>
      sampleSpan({ traceId: traceIdOf(index), spanId: spanIdOf(1), startNs: (NEW_YEAR + BigInt(index >> 3)) as Nanos }),
    );
    await store.append([sampleBatch(roots)]);
    const expected = roots.map((root) => root.traceId).toReversed();
    expect(await listAll(store, 4)).toEqual(expected);
    expect(await listAll(store, 25)).toEqual(expected);
    expect(await listAll(store, 1_000)).toEqual(expected);
  });

  test('traces that arrive while somebody turns the pages do not shift them', async () => {
    const { store } = await open();
    const root = (number: number): SpanRecord =>
      sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1), startNs: (NEW_YEAR + BigInt(number)) as Nanos });
    await store.append([sampleBatch([10, 20, 30, 40].map(root))]);
    const query = { workspaceId: 'default', filter: MATCH_ALL, limit: 2 };
    const first = await store.listTraces(query);
    await store.append([sampleBatch([5, 35, 50].map(root))]);
    const second = await store.listTraces({ ...query, after: first.rows.at(-1)! });

    expect(first.rows.map((row) => row.traceId)).toEqual([40, 30].map(traceIdOf));
    expect(second.rows.map((row) => row.traceId)).toEqual([20, 10].map(traceIdOf));
    expect(second.hasMore).toBe(true);
    expect([first.total, second.total]).toEqual([4, 7]);
  });

  test('a row of the list is the trace as it is given alone', async () => {
    const { store } = await open();
    await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), model: 'm' })])]);
    const { rows } = await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 1 });
    expect(rows).toEqual([await store.getTrace('default', traceIdOf(1))]);
  });

  const at = (offset: bigint): Nanos => (NEW_YEAR + offset) as Nanos;
  const quoted = `it's "quoted" , [x] %_`;
  const cases: readonly (readonly [string, Expression, readonly number[]])[] = [
    ['nothing', MATCH_ALL, [4, 3, 2, 1]],
    ['start before', compare('time', '<', at(2n)), [1]],
    ['start up to', compare('time', '<=', at(2n)), [2, 1]],
    ['start after', compare('time', '>', at(3n)), [4]],
    ['start from', compare('time', '>=', at(3n)), [4, 3]],
    ['status', compare('status', '=', 'error'), [2]],
    ['another status', compare('status', '!=', 'error'), [4, 3, 1]],
    ['running', compare('status', '=', 'running'), [3]],
    ['name', compare('name', '=', quoted), [4]],
    ['one of its models', compare('model', '=', 'b'), [2, 1]],
    ['a model with signs', compare('model', '=', quoted), [4]],
    ['a part of a model', compare('model', '=', ','), []],
    ['session', compare('session', '=', 's1'), [1]],
    ['no session', compare('session', '=', ''), [4, 3, 2]],
    ['user', compare('user', '=', 'u'), [3]],
    ['service', compare('service', '=', 'svc'), [2]],
    ['experiment', compare('experiment', '=', '7'), [4, 3]],
    [
      'several conditions',
      {
        type: 'and',
        of: [compare('experiment', '=', '7'), compare('time', '<', at(4n)), compare('status', '!=', 'ok')],
      },
      [3],
    ],
  ];
  test.each(cases)('a filter on %s finds what it names', async (_, filter, numbers) => {
    const { store } = await open();
    const span = (number: number, more: Partial<SpanRecord>): SpanRecord =>
      sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(number), startNs: at(BigInt(number)), ...more });
    await store.append([
      sampleBatch([
        span(1, { sessionId: 's1', model: 'a', statusCode: 1 }),
        span(1, { spanId: spanIdOf(11), parentSpanId: spanIdOf(1), model: 'b' }),
        span(2, { model: 'b', statusCode: 2, service: 'svc' }),
      ]),
      sampleBatch([span(3, { userId: 'u', isPending: true }), span(4, { name: quoted, model: quoted })], {
        experimentId: '7',
      }),
    ]);
    const page = await store.listTraces({ workspaceId: 'default', filter, limit: 10 });
    expect(page.rows.map((row) => row.traceId)).toEqual(numbers.map(traceIdOf));
    expect(page).toMatchObject({ total: numbers.length, hasMore: false, isTotalEstimate: false });
  });
}

async function listAll(store: SpanStore, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after: TraceKey | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await store.listTraces({
      workspaceId: 'default',
      filter: MATCH_ALL,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    ids.push(...page.rows.map((row) => row.traceId));
    after = page.rows.at(-1);
    hasMore = page.hasMore;
  }
  return ids;
}
