import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseFilter } from '../src/filter/parse-filter.ts';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { clickHouseQuestions } from '../src/storage/spans/clickhouse/questions/clickhouse-questions.ts';
import { RandomChoice } from '../src/storage/spans/clickhouse/testing/random-choice.ts';
import { ZONES } from '../src/storage/spans/clickhouse/testing/random-questions.ts';
import { MOMENTS, randomAppends } from '../src/storage/spans/clickhouse/testing/random-traces.ts';
import { traceIdOf } from '../src/storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../src/storage/spans/memory/memory-span-store.ts';
import type { AggregateRequest } from '../src/storage/spans/questions/aggregate.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

const SEED = Number(process.env.TRACEWRIGHT_SEED ?? 5);
const QUESTIONS = Number(process.env.TRACEWRIGHT_FUZZ ?? 30);
const LONGEST_MS = 300_000;
const TRACES = 40;
/** So many times is appended. */
const PIECES = 6;
/** Every part is worth it, however small and new. */
const ANY_PART = { minRows: 1, minAgeS: 0, minRowsPerCell: 0 };

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server?.stop());

test(
  'figures are the same whether they were added up before, part by part, or are of rows that come, end late or go',
  async () => {
    const url = server.newDatabase();
    const clickHouse = await openClickHouseSpans(url);
    const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
    const questions = clickHouseQuestions(database, undefined, ANY_PART);
    const memory = new MemorySpanStore();
    const read = vi.spyOn(database, 'read');
    const choice = new RandomChoice(SEED);
    const expectSame = async (): Promise<void> => {
      for (let index = 0; index < QUESTIONS; index++) {
        const [text, request] = randomQuestion(choice);
        const about = `${text} ${JSON.stringify({ ...request, filter: undefined })} (seed ${SEED})`;
        expect(await questions.aggregate(request), about).toEqual(await memory.aggregate(request));
      }
    };
    const cellsRead = (): number => read.mock.calls.filter(([sql]) => sql.includes('FROM span_cells')).length;
    try {
      for (const [index, batches] of inPieces(randomAppends(choice, TRACES), PIECES).entries()) {
        if (index === PIECES / 2) {
          // Some lie in a large part, others in small ones that are left as they are.
          await database.command('OPTIMIZE TABLE spans FINAL');
          await database.command('SYSTEM STOP MERGES spans');
          await expectSame();
          expect(cellsRead()).toBeGreaterThan(0);
        }
        await Promise.all([memory.append(batches), clickHouse.append(batches)]);
      }
      await expectSame();

      // Rows are marked as a merge would take them out.
      await database.command('SYSTEM START MERGES spans');
      const gone = [3, 8, 9, 21].map(traceIdOf);
      await Promise.all([memory.deleteTraces('default', gone), clickHouse.deleteTraces('default', gone)]);
      read.mockClear();
      await expectSame();
      expect(cellsRead()).toBeGreaterThan(0);
    } finally {
      await questions.close();
      await Promise.all([clickHouse.close(), database.close()]);
    }
  },
  LONGEST_MS,
);

test('what was added up of a part is dropped when a trace is deleted from it', async () => {
  const url = server.newDatabase();
  const clickHouse = await openClickHouseSpans(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  const questions = clickHouseQuestions(database, undefined, ANY_PART);
  const cellsOf = async (): Promise<number> =>
    Number((await database.rows<{ n: string }>('SELECT count() AS n FROM span_cells'))[0]!.n);
  try {
    await clickHouse.append(randomAppends(new RandomChoice(SEED), 3));
    const [, request] = randomQuestion(new RandomChoice(SEED));
    await questions.aggregate(request);
    await questions.close();
    expect(await cellsOf()).toBeGreaterThan(0);

    await clickHouse.deleteTraces('default', [traceIdOf(1)]);

    expect(await cellsOf()).toBe(0);
  } finally {
    await Promise.all([clickHouse.close(), database.close()]);
  }
});

test('what was added up of parts that are gone is dropped by whoever opens the store next', async () => {
  const url = server.newDatabase();
  const clickHouse = await openClickHouseSpans(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  const questions = clickHouseQuestions(database, undefined, ANY_PART);
  const cellsOf = async (): Promise<number> =>
    Number((await database.rows<{ n: string }>('SELECT count() AS n FROM span_cells'))[0]!.n);
  try {
    await clickHouse.append(randomAppends(new RandomChoice(SEED), 3));
    const [, request] = randomQuestion(new RandomChoice(SEED));
    await questions.aggregate(request);
    await questions.close();
    expect(await cellsOf()).toBeGreaterThan(0);

    await database.command('TRUNCATE TABLE spans');
    await (await openClickHouseSpans(url)).close();

    expect(await cellsOf()).toBe(0);
  } finally {
    await Promise.all([clickHouse.close(), database.close()]);
  }
});

function inPieces<T>(all: readonly T[], count: number): readonly (readonly T[])[] {
  const length = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, index) => all.slice(index * length, (index + 1) * length));
}

/** A question that cells can answer, if all of the time it asks for lies in them. */
function randomQuestion(choice: RandomChoice): readonly [string, AggregateRequest] {
  const dimensions = ['time', 'provider', 'model', 'name', 'kind', 'status', 'service', 'experiment'] as const;
  const time = (): string =>
    new Date(Number(choice.of(MOMENTS) / 1_000_000n) + choice.below(9) * 450_000).toISOString();
  const text = choice.of([
    ...['', '', 'kind = llm', 'NOT kind = llm', "model = 'gpt-5' OR status = error", "name ILIKE '%a%'"],
    `time >= '${time()}'`,
    `time >= '${time()}' AND time < '${time()}' AND kind = llm`,
    `time <= '${time()}'`,
  ]);
  return [
    text,
    {
      workspaceId: 'default',
      of: 'spans',
      filter: parseFilter(text, 'span', MOMENTS[0]!),
      by: [...new Set(choice.some(choice.below(4), () => choice.of(dimensions)))],
      interval: choice.of(['auto', '15m', '1h', '6h', '1d', '1w'] as const),
      zone: choice.of(ZONES),
      attribution: choice.once(2),
      order: 'count',
      limit: 100,
    },
  ];
}
