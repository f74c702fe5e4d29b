import type { Nanos } from '@tracewright/schema';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ApiError } from '../src/errors.ts';
import { MATCH_ALL } from '../src/filter/expression.ts';
import { parseFilter } from '../src/filter/parse-filter.ts';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { ClickHouseSpanStore } from '../src/storage/spans/clickhouse/clickhouse-span-store.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { clickHouseQuestions } from '../src/storage/spans/clickhouse/questions/clickhouse-questions.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../src/storage/spans/contract/sample-span.ts';
import type { SpanStore, TraceKey } from '../src/storage/spans/span-store.ts';
import { placeOf } from '../src/storage/spans/trace-order.ts';
import { brokenNetwork } from './broken-network.test.support.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

const TRACES = 12;
const ALL = { workspaceId: 'default', filter: MATCH_ALL, limit: 100 } as const;

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server.stop());

async function opened(url: string): Promise<SpanStore> {
  const store = await openClickHouseSpans(url);
  onTestFinished(() => store.close());
  return store;
}

/** Rows of a table as they lie there, copies included. */
async function rowsOf(url: string, table: string): Promise<number> {
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  const [row] = await database.rows<{ readonly count: string }>(`SELECT count() AS count FROM ${table}`);
  await database.close();
  return Number(row?.count);
}

/** One root a trace. */
function roots() {
  return Array.from({ length: TRACES }, (_, trace) => sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(1) }));
}

/** Spans below the roots, whose ids begin at `from`. */
function children(from: number) {
  return Array.from({ length: TRACES }, (_, trace) =>
    [0, 1].map((index) =>
      sampleSpan({
        traceId: traceIdOf(trace),
        spanId: spanIdOf(from + index),
        parentSpanId: spanIdOf(1),
        startNs: (NEW_YEAR + BigInt(from)) as Nanos,
      }),
    ),
  ).flat();
}

describe('a network that breaks', () => {
  const onBrokenNetwork = async () => {
    const network = await brokenNetwork(server.url);
    onTestFinished(() => network.close());
    const url = server.newDatabase();
    return { network, url, store: await opened(network.through(url)) };
  };

  test('an insert whose answer is lost is sent again, and stored once', async () => {
    const { network, url, store } = await onBrokenNetwork();
    network.mishaps.push('answer', 'answer', 'answer', 'none', 'answer', 'none', 'answer');
    await store.append([sampleBatch(roots())]);
    expect(network.mishaps).toEqual([]);
    expect([await rowsOf(url, 'spans'), await rowsOf(url, 'payload_blocks'), await rowsOf(url, 'traces')]).toEqual([
      TRACES,
      1,
      TRACES,
    ]);
    expect(await store.listTraces(ALL)).toMatchObject({ total: TRACES });
  });

  test('an insert that breaks off in the middle leaves nothing of itself, and is sent again', async () => {
    const { network, url, store } = await onBrokenNetwork();
    network.mishaps.push('body', 'none', 'body');
    await store.append([sampleBatch(roots())]);
    expect(network.mishaps).toEqual([]);
    expect(await rowsOf(url, 'spans')).toBe(TRACES);
  });

  test('a server that is away is told as such, and what was refused then is stored once when it is back', async () => {
    const { network, store } = await onBrokenNetwork();
    network.isDown = true;
    await expect(store.append([sampleBatch(roots())])).rejects.toMatchObject({
      name: 'ApiError',
      code: 'TEMPORARILY_UNAVAILABLE',
      message: 'the database of spans cannot be reached',
    });
    await expect(store.getTrace('default', traceIdOf(1))).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    network.isDown = false;
    await store.append([sampleBatch(roots())]);
    expect(await store.listTraces(ALL)).toMatchObject({ total: TRACES });
  });

  test('an append that fails half-way shows nothing, and is whole when it comes again', async () => {
    const { network, store } = await onBrokenNetwork();
    // Payloads get through; spans are carried out as often as they are sent, and not known to be.
    network.mishaps.push('none', ...Array.from({ length: 40 }, () => 'answer' as const));
    await expect(store.append([sampleBatch(roots())])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    expect(await store.listTraces(ALL)).toMatchObject({ total: 0 });
    network.mishaps.length = 0;
    await store.append([sampleBatch(roots())]);
    const page = await store.listTraces(ALL);
    expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(Array.from({ length: TRACES }, () => 1));
    expect(await store.listSpans(ALL)).toMatchObject({ total: TRACES });
  });

  test('what an append that failed half-way has left is summed up by the next one, and by whoever opens the store', async () => {
    const { network, url, store } = await onBrokenNetwork();
    const failHalfWay = async (spans: Parameters<typeof sampleBatch>[0]) => {
      network.mishaps.push('none', ...Array.from({ length: 40 }, () => 'answer' as const));
      await expect(store.append([sampleBatch(spans)])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
      network.mishaps.length = 0;
    };
    await failHalfWay(roots());
    await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(100), spanId: spanIdOf(1) })])]);
    expect(await store.listTraces(ALL)).toMatchObject({ total: TRACES + 1 });
    await failHalfWay(children(2));
    const page = await (await opened(url)).listTraces(ALL);
    expect(page.rows.map(({ spanCount }) => spanCount).sort()).toEqual([1, ...Array.from({ length: TRACES }, () => 3)]);
    expect(await store.listSpans(ALL)).toMatchObject({ total: 3 * TRACES + 1 });
  });

  test('what an append that failed half-way has left is summed up soon, though no other comes', async () => {
    const { network, url } = await onBrokenNetwork();
    const database = new ClickHouseDatabase(parseClickHouseLocation(network.through(url))!);
    const store = new ClickHouseSpanStore(database, { nowMs: Date.now, keepUp: async () => {} }, 1);
    onTestFinished(() => store.close());
    network.mishaps.push('none', ...Array.from({ length: 40 }, () => 'answer' as const));
    await expect(store.append([sampleBatch(roots())])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    network.mishaps.length = 0;
    await vi.waitFor(async () => expect(await store.listTraces(ALL)).toMatchObject({ total: TRACES }), 20_000);
  });

  test('whoever opens the store and cannot sum up what was left does so soon', async () => {
    const { network, url, store } = await onBrokenNetwork();
    network.mishaps.push('none', ...Array.from({ length: 40 }, () => 'answer' as const));
    await expect(store.append([sampleBatch(roots())])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    network.mishaps.length = 0;
    await store.close();
    const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
    const next = new ClickHouseSpanStore(database, { nowMs: Date.now, keepUp: async () => {} }, 1);
    onTestFinished(() => next.close());
    const read = database.read.bind(database);
    let failures = 1;
    vi.spyOn(database, 'read').mockImplementation(async (sql, params) => {
      if (sql.includes('summed < known') && failures-- > 0) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'away');
      return read(sql, params);
    });

    await next.sumUpRest();
    expect(failures).toBeLessThan(1);
    await vi.waitFor(async () => expect(await next.listTraces(ALL)).toMatchObject({ total: TRACES }), 20_000);
  });

  test('what a failed append has left keeps nobody from appending while it cannot be looked for', async () => {
    const { network, url, store } = await onBrokenNetwork();
    network.mishaps.push('none', ...Array.from({ length: 40 }, () => 'answer' as const));
    await expect(store.append([sampleBatch(roots())])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    network.mishaps.length = 0;
    const read = ClickHouseDatabase.prototype.read;
    const spy = vi.spyOn(ClickHouseDatabase.prototype, 'read').mockImplementation(async function (
      this: ClickHouseDatabase,
      sql,
      params,
    ) {
      if (sql.includes('summed < known')) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'memory limit exceeded');
      return read.call(this, sql, params);
    });
    onTestFinished(() => spy.mockRestore());
    const batch = sampleBatch([sampleSpan({ traceId: traceIdOf(100), spanId: spanIdOf(1) })]);
    await store.append([batch]);
    await (await opened(url)).append([batch]);
    expect(await store.listTraces(ALL)).toMatchObject({ total: 1 });
    expect(spy.mock.calls.filter(([sql]) => sql.includes('summed < known'))).toHaveLength(2);

    spy.mockRestore();
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 61_000);
    onTestFinished(() => now.mockRestore());
    await store.append([batch]);
    expect(await store.listTraces(ALL)).toMatchObject({ total: TRACES + 1 });
  });

  test('spans whose payloads did not get through are whole when they come again', async () => {
    const { network, store } = await onBrokenNetwork();
    network.cutOff = 'payload_blocks';
    await expect(store.append([sampleBatch(roots())])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    network.cutOff = undefined;
    await store.append([sampleBatch(roots())]);
    expect(await store.getStoredSpans('default', traceIdOf(5))).toHaveLength(1);
  });
});

describe('several collectors', () => {
  test('the same batch at the same time is one', async () => {
    const url = server.newDatabase();
    const [one, two] = await Promise.all([opened(url), opened(url)]);
    await Promise.all([one, two, one, two].map((store) => store.append([sampleBatch([...roots(), ...children(2)])])));
    for (const store of [one, two]) {
      const page = await store.listTraces(ALL);
      expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(Array.from({ length: TRACES }, () => 3));
      expect(await store.listSpans(ALL)).toMatchObject({ total: 3 * TRACES });
      expect(await store.getStoredSpans('default', traceIdOf(5))).toHaveLength(3);
    }
  });

  test('parts of the same traces at the same time are all in their summaries', async () => {
    const url = server.newDatabase();
    const stores = await Promise.all([opened(url), opened(url), opened(url)]);
    await Promise.all([
      stores[0]!.append([sampleBatch(children(2), { experimentId: '7' })]),
      stores[1]!.append([sampleBatch(roots(), { experimentId: '8' })]),
      stores[2]!.append([sampleBatch(children(4), { experimentId: '9' })]),
    ]);
    for (const store of stores) {
      const page = await store.listTraces(ALL);
      expect(page.rows).toHaveLength(TRACES);
      for (const row of page.rows) {
        expect(row).toMatchObject({ spanCount: 5, hasRoot: true, rootSpanId: spanIdOf(1), experimentId: '8' });
      }
    }
  });

  test('they do not sum up the same traces time and again', async () => {
    const url = server.newDatabase();
    const stores = await Promise.all([opened(url), opened(url), opened(url), opened(url)]);
    const insert = vi.spyOn(ClickHouseDatabase.prototype, 'insert');
    onTestFinished(() => insert.mockRestore());
    await Promise.all(stores.map((store, index) => store.append([sampleBatch(children(2 + 2 * index))])));
    const summaries = insert.mock.calls.filter(([{ table }]) => table === 'traces');
    // Mostly three or four each.
    expect(summaries.length).toBeLessThan(40);
  });

  test('a span that ends at another minute than it was to begin in counts once, whoever has seen what of it', async () => {
    const url = server.newDatabase();
    const [one, two] = await Promise.all([opened(url), opened(url)]);
    const later = (NEW_YEAR + 60_000_000_000n) as Nanos;
    const ended = roots().map((span) => ({ ...span, startNs: later, endNs: later }));
    await Promise.all([
      one.append([sampleBatch(roots().map((span) => ({ ...span, isPending: true })))]),
      two.append([sampleBatch(ended)]),
    ]);
    for (const store of [one, two]) {
      expect(await store.listSpans(ALL)).toMatchObject({ total: TRACES });
      expect(await store.getSpans('default', traceIdOf(5))).toMatchObject([{ startNs: later, isPending: false }]);
    }
  });

  test('one whose clock is behind leaves nothing out of a trace that another remembers', async () => {
    const url = server.newDatabase();
    await opened(url);
    const aheadByMs = (ms: number): SpanStore => {
      const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
      const store = new ClickHouseSpanStore(database, { nowMs: () => Date.now() + ms, keepUp: async () => {} });
      onTestFinished(() => store.close());
      return store;
    };
    const [ahead, behind] = [aheadByMs(60_000), aheadByMs(0)];
    await ahead.append([sampleBatch(roots())]);
    await ahead.append([sampleBatch(children(2))]);
    await behind.append([sampleBatch(children(4))]);
    await ahead.append([sampleBatch(children(6))]);
    const page = await behind.listTraces(ALL);
    expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(Array.from({ length: TRACES }, () => 7));
  });

  /** Has something done once, before rows are inserted into a table. */
  const beforeInsert = (table: string, work: () => Promise<unknown>): void => {
    const insert = ClickHouseDatabase.prototype.insert;
    let isDone = false;
    const spy = vi.spyOn(ClickHouseDatabase.prototype, 'insert').mockImplementation(async function (
      this: ClickHouseDatabase,
      options,
    ) {
      if (options.table === table && !isDone) {
        isDone = true;
        await work();
      }
      return insert.call(this, options);
    });
    onTestFinished(() => spy.mockRestore());
  };
  const ids = Array.from({ length: TRACES }, (_, trace) => traceIdOf(trace));

  test.each([
    ['payload_blocks', 2],
    ['spans', 0],
    ['traces', 0],
  ])(
    'traces that one takes out while another is about to write to %s are not in the list without their spans',
    async (table, left) => {
      const url = server.newDatabase();
      const [writer, deleter] = [await opened(url), await opened(url)];
      await writer.append([sampleBatch([...roots(), ...children(2)])]);
      beforeInsert(table, () => deleter.deleteTraces('default', ids));
      await writer.append([sampleBatch(children(4))]);
      const page = await writer.listTraces(ALL);
      expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(left === 0 ? [] : ids.map(() => left));
      expect(await deleter.listSpans(ALL)).toMatchObject({ total: left * TRACES });
      await writer.append([sampleBatch(roots())]);
      const again = await deleter.listTraces(ALL);
      expect(again.rows.map(({ spanCount }) => spanCount)).toEqual(ids.map(() => left + 1));
    },
  );

  test('a summary of fewer spans stands for whoever has seen it beside the one that goes', async () => {
    const url = server.newDatabase();
    const [writer, deleter] = [await opened(url), await opened(url)];
    await writer.append([sampleBatch([...roots(), ...children(2)])]);
    await deleter.listTraces(ALL);
    beforeInsert('payload_blocks', () => deleter.deleteTraces('default', ids));
    const command = ClickHouseDatabase.prototype.command;
    let looks = 0;
    const spy = vi.spyOn(ClickHouseDatabase.prototype, 'command').mockImplementation(async function (
      this: ClickHouseDatabase,
      sql,
      params,
    ) {
      if (sql.includes('(trace_id, change) IN')) {
        looks++;
        await deleter.listTraces(ALL);
      }
      return command.call(this, sql, params);
    });
    onTestFinished(() => spy.mockRestore());
    await writer.append([sampleBatch(children(4))]);
    expect(looks).toBeGreaterThan(0);
    const page = await deleter.listTraces(ALL);
    expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(ids.map(() => 2));
  });

  test('a summary that comes while its spans are taken out goes with them', async () => {
    const url = server.newDatabase();
    const [writer, deleter] = [await opened(url), await opened(url)];
    await writer.append([sampleBatch(roots())]);
    // The other has written its summaries, and looked whether anything was taken out, before that is noted.
    beforeInsert('deleted_traces', () => writer.append([sampleBatch(children(4))]));
    expect(await deleter.deleteTraces('default', ids)).toBe(TRACES);
    const page = await deleter.listTraces(ALL);
    expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(ids.map(() => 2));
    expect(await deleter.listSpans(ALL)).toMatchObject({ total: 2 * TRACES });
  });

  test('they bring an empty database up to date together', async () => {
    const url = server.newDatabase();
    const stores = await Promise.all([opened(url), opened(url), opened(url), opened(url)]);
    await Promise.all(
      stores.map((store, index) =>
        store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(index), spanId: spanIdOf(1) })])]),
      ),
    );
    expect(await stores[0]!.listTraces(ALL)).toMatchObject({ total: 4 });
    expect(await rowsOf(url, 'migrations')).toBeGreaterThan(0);
    expect(await rowsOf(url, '(SELECT DISTINCT number FROM migrations)')).toBe(await rowsOf(url, 'migrations'));
  });

  test('one that is newer leaves a database that older ones do not touch', async () => {
    const url = server.newDatabase();
    await opened(url);
    const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
    await database.command("INSERT INTO migrations (number, name) VALUES (999, 'later')");
    await database.close();
    await expect(openClickHouseSpans(url)).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_TOO_NEW' });
  });
});

test('a server that is not there is said in a sentence, without the password', async () => {
  await expect(openClickHouseSpans('clickhouse://me:secret@127.0.0.1:1/none')).rejects.toMatchObject({
    name: 'StoreError',
    message: 'clickhouse://127.0.0.1:1/none cannot be opened: the database of spans cannot be reached',
  });
});

test('traces that are taken out while others come leave nothing behind', async () => {
  const store = await opened(server.newDatabase());
  await store.append([sampleBatch([...roots(), ...children(2)])]);
  const [deleted] = await Promise.all([
    store.deleteTraces(
      'default',
      Array.from({ length: 6 }, (_, trace) => traceIdOf(trace)),
    ),
    store.append([sampleBatch(children(4).slice(12))]),
  ]);
  expect(deleted).toBe(6);
  const page = await store.listTraces(ALL);
  expect(page.rows.map(({ spanCount }) => spanCount)).toEqual(Array.from({ length: 6 }, () => 5));
  expect(await store.listSpans(ALL)).toMatchObject({ total: 30 });
});

test('thousands of traces in one append are stored, recognised and taken out again', async () => {
  const store = await opened(server.newDatabase());
  const traceIds = Array.from({ length: 5_000 }, (_, trace) => traceIdOf(trace));
  const batch = sampleBatch(traceIds.map((traceId) => sampleSpan({ traceId, spanId: spanIdOf(1) })));
  await store.append([batch]);
  await store.append([batch]);
  expect(await store.quality('default')).toMatchObject({ traceCount: 5_000, spanCount: 5_000, duplicated: 5_000 });
  expect(await store.deleteTraces('default', traceIds.slice(1))).toBe(4_999);
  expect(await store.listTraces(ALL)).toMatchObject({ total: 1, rows: [{ traceId: traceIds[0] }] });
});

test('a search goes on where it has stopped, though a trace that it has found begins earlier by then', async () => {
  const url = server.newDatabase();
  const store = await opened(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  onTestFinished(() => database.close());
  const traceIds = Array.from({ length: 100 }, (_, trace) => traceIdOf(trace));
  const startOf = (trace: number) => (NEW_YEAR + BigInt(trace) * 60_000_000_000n) as Nanos;
  const childOf = (traceId: string, trace: number) =>
    sampleSpan({ traceId, spanId: spanIdOf(2), parentSpanId: spanIdOf(1), startNs: startOf(trace) });
  await store.append([sampleBatch(traceIds.map(childOf))]);
  const read = database.read.bind(database);
  let isLate = true;
  vi.spyOn(database, 'read').mockImplementation(async (sql, params) => {
    if (sql.includes('ORDER BY version, change') && isLate) {
      isLate = false;
      // A root comes, as they do, last.
      await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(50), spanId: spanIdOf(1) })])]);
    }
    return read(sql, params);
  });
  const { listTraces } = clickHouseQuestions(database, -1);
  const filter = parseFilter('NOT metadata.team = red', 'trace', NEW_YEAR);
  const seen = new Set<string>();
  for (let after: TraceKey | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await listTraces({ ...ALL, limit: 1_000, filter, ...(after && { after }) });
    for (const { traceId } of page.rows) seen.add(traceId);
    after = page.searchedTo;
  }
  expect(isLate).toBe(false);
  expect([...seen].sort()).toEqual(traceIds);
});

test('a search leaves no trace out, and shows none twice, though one of them has changed places since it was found', async () => {
  const url = server.newDatabase();
  const store = await opened(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  onTestFinished(() => database.close());
  const traceIds = Array.from({ length: 6 }, (_, trace) => traceIdOf(trace));
  const lasting = (trace: number, span: number, seconds: number) => {
    const endNs = (NEW_YEAR + BigInt(seconds) * 1_000_000_000n) as Nanos;
    return sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(span), endNs });
  };
  await store.append([sampleBatch(traceIds.map((_, trace) => lasting(trace, 1, 60 - trace * 10)))]);
  const read = database.read.bind(database);
  let isLate = true;
  vi.spyOn(database, 'read').mockImplementation(async (sql, params) => {
    if (sql.includes('ORDER BY version, change') && isLate) {
      isLate = false;
      // The shortest becomes the longest.
      await store.append([sampleBatch([lasting(5, 2, 600)])]);
    }
    return read(sql, params);
  });
  const { listTraces } = clickHouseQuestions(database);
  const filter = parseFilter('NOT metadata.team = red', 'trace', NEW_YEAR);
  const query = { ...ALL, filter, order: 'duration' } as const;
  const first = await listTraces({ ...query, limit: 1 });
  const after = first.searchedTo ?? placeOf(first.rows.at(-1)!, 'duration');
  const next = await listTraces({ ...query, limit: 20, after });
  expect(isLate).toBe(false);
  expect([...first.rows, ...next.rows].map(({ traceId }) => traceId)).toEqual([5, 0, 1, 2, 3, 4].map(traceIdOf));
});

test('a list goes on where its last trace was found, though that one begins earlier by then', async () => {
  const url = server.newDatabase();
  const store = await opened(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  onTestFinished(() => database.close());
  const traceIds = Array.from({ length: 20 }, (_, trace) => traceIdOf(trace));
  const startOf = (trace: number) => (NEW_YEAR + BigInt(trace) * 60_000_000_000n) as Nanos;
  const childOf = (traceId: string, trace: number) =>
    sampleSpan({ traceId, spanId: spanIdOf(2), parentSpanId: spanIdOf(1), startNs: startOf(trace) });
  await store.append([sampleBatch(traceIds.map(childOf))]);
  const read = database.read.bind(database);
  // A list is asked for once more where a trace has changed meanwhile, but not for ever.
  const late = [10, 9, 8];
  vi.spyOn(database, 'read').mockImplementation(async (sql, params) => {
    const trace = sql.includes('ORDER BY version, change') ? late.shift() : undefined;
    if (trace !== undefined) {
      const root = sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(1), startNs: startOf(-trace) });
      await store.append([sampleBatch([root])]);
    }
    return read(sql, params);
  });
  const { listTraces } = clickHouseQuestions(database);
  const first = await listTraces({ ...ALL, limit: 10 });
  const next = await listTraces({ ...ALL, limit: 20, after: first.searchedTo ?? first.rows.at(-1)! });
  expect(late).toEqual([]);
  expect([...new Set([...first.rows, ...next.rows].map(({ traceId }) => traceId))].sort()).toEqual(traceIds);
});
