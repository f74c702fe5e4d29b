import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError } from '../src/errors.ts';
import type { Expression } from '../src/filter/expression.ts';
import { parseFilter } from '../src/filter/parse-filter.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { RandomChoice } from '../src/storage/spans/clickhouse/testing/random-choice.ts';
import { randomFilter } from '../src/storage/spans/clickhouse/testing/random-filters.ts';
import { randomAggregate, ZONES } from '../src/storage/spans/clickhouse/testing/random-questions.ts';
import { extremeTraces, MOMENTS, randomAppends } from '../src/storage/spans/clickhouse/testing/random-traces.ts';
import { decodeSessionKey } from '../src/storage/spans/questions/session-key.ts';
import type { SpanStore } from '../src/storage/spans/span-store.ts';
import { openSqliteSpanStore } from '../src/storage/spans/sqlite/sqlite-span-store.ts';
import { placeOf } from '../src/storage/spans/trace-order.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

/** Another one makes other data and other questions. */
const SEED = Number(process.env.TRACEWRIGHT_SEED ?? 11);
/** How many filters are tried on lists of traces; on spans and for figures fewer. */
const FILTERS = Number(process.env.TRACEWRIGHT_FUZZ ?? 500);
const TRACES = 40;
const LONGEST_MS = 900_000;
const ORDERS = ['start', 'duration', 'ttft', 'cost', 'tokens', 'spans', 'errors'] as const;
const FACETS = ['status', 'model', 'name', 'service', 'session', 'user', 'experiment', 'run'] as const;

const folder = mkdtempSync(join(tmpdir(), 'tracewright-same-'));
let server: ClickHouseServer;
let stores: { readonly sqlite: SpanStore; readonly clickHouse: SpanStore };

beforeAll(async () => {
  server = await openClickHouseServer();
  stores = {
    sqlite: openSqliteSpanStore({ file: join(folder, 'spans.db'), patienceMs: LONGEST_MS }),
    clickHouse: await openClickHouseSpans(server.newDatabase()),
  };
  const extreme = extremeTraces().map((batch) => ({ ...batch, workspaceId: 'extreme' }));
  for (const batch of [...randomAppends(new RandomChoice(SEED), TRACES), ...extreme]) {
    await Promise.all([stores.sqlite.append([batch]), stores.clickHouse.append([batch])]);
  }
}, LONGEST_MS);

afterAll(async () => {
  await Promise.all([stores?.sqlite.close(), stores?.clickHouse.close()]);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks both the same. @param about what stands in the message if their answers differ */
async function expectSame<T>(about: string, ask: (store: SpanStore) => Promise<T>): Promise<T> {
  const answer = async (store: SpanStore): Promise<unknown> => {
    try {
      return await ask(store);
    } catch (error) {
      if (error instanceof ApiError) return { code: error.code, message: error.message };
      throw error;
    }
  };
  const [meant, given] = [await answer(stores.sqlite), await answer(stores.clickHouse)];
  expect(given, `${about} (seed ${SEED})`).toEqual(meant);
  return meant as T;
}

/** Filters of all forms, each with what draws the rest of the question. */
function* filters(target: 'trace' | 'span', count: number): Generator<[string, Expression, RandomChoice]> {
  for (let round = 0; round < count; round++) {
    const choice = new RandomChoice(SEED * 1_000_003 + round * 2 + (target === 'span' ? 1 : 0));
    const text = randomFilter(choice, target);
    yield [text, parseFilter(text, target, MOMENTS[0]!), choice];
  }
}

test(
  'traces that came in pieces, twice and late are the same, one by one',
  async () => {
    const { rows } = await stores.sqlite.listTraces({
      workspaceId: 'default',
      filter: { type: 'and', of: [] },
      limit: 1_000,
    });
    expect(rows.length).toBeGreaterThan(TRACES / 2);
    for (const { traceId } of rows) {
      await expectSame(traceId, (store) => store.getTrace('default', traceId));
      await expectSame(traceId, (store) => store.getStoredSpans('default', traceId));
    }
  },
  LONGEST_MS,
);

test(
  `lists of traces, page by page, are the same by ${FILTERS} filters`,
  async () => {
    for (const [text, filter, choice] of filters('trace', FILTERS)) {
      const query = { workspaceId: 'default', filter, order: choice.of(ORDERS), limit: choice.of([5, 100]) };
      const { rows, hasMore } = await expectSame(text, (store) => store.listTraces(query));
      if (!hasMore) continue;
      const after = placeOf(rows.at(-1)!, query.order);
      await expectSame(`${text}, next page`, (store) => store.listTraces({ ...query, after }));
    }
  },
  LONGEST_MS,
);

test(
  `lists of spans are the same by ${FILTERS / 2} filters`,
  async () => {
    for (const [text, filter, choice] of filters('span', FILTERS / 2)) {
      const query = { workspaceId: 'default', filter, limit: choice.of([7, 200]) };
      const { spans, hasMore } = await expectSame(text, (store) => store.listSpans(query));
      if (!hasMore) continue;
      await expectSame(`${text}, next page`, (store) => store.listSpans({ ...query, after: spans.at(-1)! }));
    }
  },
  LONGEST_MS,
);

test.each(['spans', 'traces'] as const)(
  'figures of %s are the same, by whatever they are grouped',
  async (of) => {
    for (const [text, filter, choice] of filters(of === 'spans' ? 'span' : 'trace', FILTERS / 4)) {
      const request = randomAggregate(choice, of, choice.once(4) ? { type: 'and', of: [] } : filter);
      const { by, interval, zone, order } = request;
      await expectSame(`${text}, ${JSON.stringify({ by, interval, zone, order })}`, (store) =>
        store.aggregate(request),
      );
    }
  },
  LONGEST_MS,
);

test(
  'histograms, facets and sessions are the same',
  async () => {
    for (const [text, filter, choice] of filters('trace', FILTERS / 10)) {
      const asked = { workspaceId: 'default', filter };
      const [interval, zone] = [choice.of(['auto', '1h', '6h', '1d', '1w'] as const), choice.of(ZONES)];
      await expectSame(`${text} ${interval} ${zone}`, (store) => store.histogram({ ...asked, interval, zone }));
      await expectSame(text, (store) => store.facets({ ...asked, fields: FACETS, limit: 3 }));
      const { nextCursor } = await expectSame(text, (store) => store.sessions({ ...asked, limit: 2 }));
      if (nextCursor === null) continue;
      await expectSame(text, (store) => store.sessions({ ...asked, limit: 2, after: decodeSessionKey(nextCursor)! }));
    }
  },
  LONGEST_MS,
);

test(
  'times, lengths and amounts at their ends are the same',
  async () => {
    for (const text of ['', 'duration < 100000d', 'name IS NULL', 'tokens > 1M', 'ttft = 0s']) {
      const filter = parseFilter(text, 'trace', 0n);
      const asked = { workspaceId: 'extreme', filter };
      for (const order of ORDERS) await expectSame(text, (store) => store.listTraces({ ...asked, order, limit: 3 }));
      // What is longer than a number can tell exactly is listed, but SQLite does not add it up.
      if (text === '') continue;
      const figures = {
        ...asked,
        of: 'traces',
        by: ['name'],
        interval: '1w',
        zone: 'UTC',
        attribution: false,
      } as const;
      await expectSame(text, (store) => store.aggregate({ ...figures, order: 'durationSum', limit: 9 }));
      await expectSame(text, (store) => store.histogram({ ...asked, interval: '1w', zone: 'UTC' }));
    }
  },
  LONGEST_MS,
);

test('figures of the whole workspace are the same', async () => {
  await expectSame('quality', async (store) => {
    const { truncated: _, skewed: __, areSpansRead: ___, ...quality } = await store.quality('default');
    return quality;
  });
});
