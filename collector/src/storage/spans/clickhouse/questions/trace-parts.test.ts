import { expect, test } from 'vitest';
import { RowReader } from '../row-binary/row-reader.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { TraceParts } from './trace-parts.ts';

const A = 'aa'.repeat(16);
const B = 'bb'.repeat(16);

interface Row {
  readonly traceId: string;
  readonly version: number;
  readonly change: number;
}

/** Parts by their names, such as `day_1_4` or `day_1_4_7`: partition, first and last insert, deletion; and the rows of each. */
type Parts = Record<string, readonly Row[]>;

function databaseOf(parts: Parts, engine = 'ReplacingMergeTree') {
  const looks: string[] = [];
  const floats = (to: RowWriter, values: readonly number[]): void => {
    to.uint8(values.length);
    for (const bits of new BigUint64Array(Float64Array.from(values).buffer)) to.uint64(bits);
  };
  return {
    looks,
    rows: async <T>() => [{ engine }] as T[],
    read: async (sql: string, params: Readonly<Record<string, unknown>> = {}) => {
      const to = new RowWriter();
      if (sql.includes('system.parts')) {
        for (const name of Object.keys(parts)) {
          const [partition = '', first, last, deletion = 0] = name.split('_');
          to.text(name);
          to.text(partition);
          for (const number of [first, last, deletion]) to.int64(Number(number));
          to.int64(parts[name]?.length ?? 0);
        }
      } else {
        const names = params.names as readonly string[];
        const again = [...sql.matchAll(/x'([0-9a-f]{32})'/g)].map(([, id]) => id!);
        looks.push([...names, ...again].join());
        const all = Object.values(parts).flat();
        const asked = looks.length === 1 ? all : names.flatMap((name) => parts[name] ?? []);
        const wanted = new Set([...asked.map(({ traceId }) => traceId), ...again]);
        for (const [traceId, rows] of Map.groupBy(all, (row) => row.traceId)) {
          if (rows.length === 1 || !wanted.has(traceId)) continue;
          to.id(traceId, 16);
          floats(
            to,
            rows.map(({ version }) => version),
          );
          floats(
            to,
            rows.map(({ change }) => change),
          );
        }
      }
      return new RowReader(Buffer.from(to.finish()));
    },
  };
}

const PLAIN = 'SELECT name FROM traces WHERE 1';
const MERGED = 'SELECT name FROM traces FINAL WHERE 1';

async function statements(of: TraceParts, meanwhile?: () => void): Promise<readonly string[]> {
  const asked: string[] = [];
  await of.ask(async ({ select }) => {
    asked.push(select('name', '1'));
    if (asked.length === 1) meanwhile?.();
  });
  return asked;
}

test('rows are read as they are, but for those that another one has taken the place of', async () => {
  const parts: Parts = { day_1_1: [{ traceId: A, version: 1, change: 10 }] };
  const database = databaseOf(parts);
  const of = new TraceParts(database);
  expect(await statements(of)).toEqual([PLAIN]);

  parts.day_2_2 = [
    { traceId: A, version: 2, change: 20 },
    { traceId: B, version: 1, change: 21 },
  ];

  expect((await statements(of)).at(-1)).toBe(
    `SELECT name FROM traces WHERE (1) AND (trace_id, version, change) NOT IN ((x'${A}', 1, 10))`,
  );
  expect(database.looks).toEqual(['', 'day_2_2']);
});

test('a part that comes meanwhile has the question asked once more', async () => {
  const parts: Parts = { day_1_1: [] };

  const asked = await statements(new TraceParts(databaseOf(parts)), () => {
    parts.day_2_2 = [{ traceId: A, version: 1, change: 10 }];
  });

  expect(asked).toEqual([PLAIN, PLAIN]);
});

test('what a merge makes of known parts is not looked at again', async () => {
  const parts: Parts = { day_1_1: [], day_2_2: [] };
  const database = databaseOf(parts);
  const of = new TraceParts(database);
  await statements(of);
  delete parts.day_1_1;
  delete parts.day_2_2;
  parts.day_1_2 = [];

  expect(await statements(of)).toEqual([PLAIN]);
  expect(database.looks).toHaveLength(1);
});

test('a row stands again once the one that took its place has been taken out', async () => {
  const rest = { traceId: A, version: 1, change: 20 };
  const parts: Parts = { day_1_1: [{ traceId: A, version: 5, change: 10 }], day_2_2: [rest] };
  const database = databaseOf(parts);
  const of = new TraceParts(database);
  expect(await statements(of)).toEqual([
    `SELECT name FROM traces WHERE (1) AND (trace_id, version, change) NOT IN ((x'${A}', 1, 20))`,
  ]);

  // One part after the other, and merged with what has come behind the deletion.
  parts.day_1_1_3 = [];
  delete parts.day_1_1;
  expect((await statements(of)).at(-1)).toBe(PLAIN);
  delete parts.day_1_1_3;
  delete parts.day_2_2;
  parts.day_1_4_3 = [rest, { traceId: B, version: 1, change: 30 }];
  expect((await statements(of)).at(-1)).toBe(PLAIN);
  const looks = database.looks.length;
  parts.day_1_5_3 = parts.day_1_4_3;
  delete parts.day_1_4_3;
  await statements(of);
  expect(database.looks.slice(looks)).toEqual(['day_1_5_3']);
});

test('where several servers share the table, blocks of words are looked for on all of them', async () => {
  const of = async (engine: string) => new TraceParts(databaseOf({}, engine)).ask(async ({ isOnShards }) => isOnShards);

  expect(await of('Distributed')).toBe(true);
  expect(await of('ReplacingMergeTree')).toBeUndefined();
});

test('of two rows that know as much, the engine tells which one stands', async () => {
  const parts: Parts = {
    day_1_1: [{ traceId: A, version: 1, change: 10 }],
    day_2_2: [{ traceId: A, version: 1, change: 11 }],
  };

  expect(await statements(new TraceParts(databaseOf(parts)))).toEqual([MERGED]);
});

test('where many rows have others in their place, the engine finds them', async () => {
  const ids = Array.from({ length: 501 }, (_, index) => index.toString(16).padStart(32, '0'));
  const rows = (version: number): Row[] => ids.map((traceId) => ({ traceId, version, change: version }));

  const of = new TraceParts(databaseOf({ day_1_1: rows(1), day_2_2: rows(2) }));

  expect(await statements(of)).toEqual([MERGED]);
});

test('all rows of a table that several servers have are compared', async () => {
  expect(await statements(new TraceParts(databaseOf({}, 'ReplicatedReplacingMergeTree')))).toEqual([MERGED]);
});
