import { expect, onTestFinished, test, vi } from 'vitest';
import { RowReader } from '../row-binary/row-reader.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { SpanParts } from './span-parts.ts';

/** Parts by their names, such as `day_1_4_2`: partition, first and last insert, level; and the minutes of each. */
type Parts = Record<string, readonly number[]>;

/**
 * Answers what is asked of `system.parts`, of the minutes in parts, and of those in which a span has two rows.
 *
 * @param isRepeated of minutes that several parts have
 * @param rows of each part
 */
function databaseOf(parts: Parts, engine = 'ReplacingMergeTree', isRepeated = true, rows = 1) {
  const minutesRead: string[] = [];
  const rowsOf = (write: (to: RowWriter) => void): RowReader => {
    const writer = new RowWriter();
    write(writer);
    return new RowReader(Buffer.from(writer.finish()));
  };
  return {
    minutesRead,
    rows: async <Row>() => [{ engine }] as Row[],
    read: async (sql: string, params: Readonly<Record<string, unknown>> = {}) =>
      rowsOf((to) => {
        if (sql.includes('system.parts')) {
          for (const name of Object.keys(parts)) {
            const [partition = '', first, last] = name.split('_');
            to.text('spans');
            to.text(name);
            to.text(partition);
            to.text(partition);
            to.int64(Number(first));
            to.int64(Number(last));
            to.int64(rows);
            to.text(name);
            to.int64(0);
          }
          return;
        }
        if (sql.includes('HAVING')) {
          const all = Object.values(parts).flat();
          const shared = all.filter((minute, index) => all.indexOf(minute) !== index);
          for (const minute of isRepeated ? shared : []) to.uint32(minute);
          return;
        }
        for (const name of params.parts as readonly string[]) {
          minutesRead.push(name);
          const minutes = parts[name];
          if (minutes === undefined) continue;
          to.text(name);
          to.uint8(minutes.length);
          for (const bits of new BigUint64Array(Float64Array.from(minutes).buffer)) to.uint64(bits);
        }
      }),
  };
}

const PLAIN = 'SELECT name FROM spans WHERE (1) AND is_gone = 0';
const MERGED = 'SELECT name FROM spans FINAL WHERE 1';

/** The statements by which it is asked for names. @param meanwhile happens while the first one is answered */
async function statements(of: SpanParts, meanwhile?: () => void): Promise<readonly string[]> {
  const asked: string[] = [];
  await of.ask(async ({ select }) => {
    asked.push(select('name', '1'));
    if (asked.length === 1) meanwhile?.();
  });
  return asked;
}

test('a part that comes meanwhile with a minute that was read as it is has the question asked once more', async () => {
  const parts: Parts = { day_1_1_0: [1, 2] };
  const of = new SpanParts(databaseOf(parts));

  const asked = await statements(of, () => {
    parts.day_2_2_0 = [2, 3];
  });

  expect(asked).toEqual([
    PLAIN,
    'SELECT name FROM spans WHERE ((1) AND NOT (minute BETWEEN 2 AND 2)) AND is_gone = 0' +
      ' UNION ALL SELECT name FROM spans FINAL WHERE (1) AND (minute BETWEEN 2 AND 2)',
  ]);
});

test('a part that came since the last question is found, however soon the next one is asked', async () => {
  const parts: Parts = { day_1_1_0: [1] };
  const of = new SpanParts(databaseOf(parts));
  expect(await statements(of)).toEqual([PLAIN]);

  parts.day_2_2_0 = [1];

  expect((await statements(of)).at(-1)).toBe(MERGED);
});

test('of more rows than are compared at once, the rest is compared for a later question, though nothing comes', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => now.mockRestore());
  const of = new SpanParts(databaseOf({ day_1_1_0: [1, 9], day_2_2_0: [1, 9] }, undefined, false, 4_000_000));
  expect((await statements(of)).at(-1)).toContain('FINAL WHERE (1) AND (minute BETWEEN 1 AND 1)');

  now.mockReturnValue(5_000);

  expect(await statements(of)).toEqual([PLAIN]);
});

test('minutes in several parts are read as they are where no span has two rows, until they are written to', async () => {
  const parts: Parts = { day_1_1_0: [1, 2], day_2_2_0: [2, 3] };
  const of = new SpanParts(databaseOf(parts, 'ReplacingMergeTree', false));
  expect(await statements(of)).toEqual([PLAIN]);

  const asked = await statements(of, () => {
    parts.day_3_3_0 = [2];
  });

  expect(asked).toHaveLength(2);
  expect(asked[1]).toContain('FINAL WHERE (1) AND (minute BETWEEN 2 AND 2)');
});

test('a part that is gone has the question asked once more where the answer relies on it', async () => {
  const parts: Parts = { day_1_1_0: [1], day_2_2_0: [2] };
  const of = new SpanParts(databaseOf(parts));
  let asked = 0;

  await of.ask(async (_, known, { relyOn }) => {
    relyOn(known.parts.slice(0, 1));
    if (asked++ > 0) return;
    delete parts.day_1_1_0;
    // As it is called when rows were marked as deleted.
    parts.day_1_1_0_3 = [1];
  });

  expect(asked).toBe(2);
});

test('a part that comes meanwhile with minutes that are compared anyway changes nothing', async () => {
  const parts: Parts = { day_1_1_0: [1, 2], day_2_2_0: [2] };
  const of = new SpanParts(databaseOf(parts));

  const asked = await statements(of, () => {
    parts.day_3_3_0 = [2];
  });

  expect(asked).toHaveLength(1);
});

test('a part that a merge has made of a known one and a new one is taken for new', async () => {
  const parts: Parts = { day_1_1_0: [1] };
  const of = new SpanParts(databaseOf(parts));

  const asked = await statements(of, () => {
    delete parts.day_1_1_0;
    parts.day_1_2_1 = [1];
  });

  expect(asked).toEqual([PLAIN, PLAIN]);
});

test('the minutes of a part are read once, and not again when it is merged', async () => {
  const parts: Parts = { day_1_1_0: [1], day_2_2_0: [1], other_1_1_0: [5] };
  const database = databaseOf(parts);
  const of = new SpanParts(database);
  await statements(of);
  await statements(of);
  expect(database.minutesRead).toEqual(['day_1_1_0', 'day_2_2_0', 'other_1_1_0']);

  delete parts.day_1_1_0;
  delete parts.day_2_2_0;
  parts.day_1_2_1 = [1];
  // What is asked at once still compares what needs no comparing any more.
  expect(await statements(of)).toHaveLength(1);

  expect(await statements(of)).toEqual([PLAIN]);
  expect(database.minutesRead).toHaveLength(3);
});

test('where parts come faster than the question is answered, all rows are compared', async () => {
  const parts: Parts = { day_1_1_0: [1] };
  const of = new SpanParts(databaseOf(parts));
  const asked: string[] = [];
  let inserts = 1;

  await of.ask(async ({ select }) => {
    asked.push(select('name', '1'));
    inserts++;
    parts[`day_${inserts}_${inserts}_0`] = [inserts];
  });

  expect(asked).toEqual([PLAIN, PLAIN, PLAIN, MERGED]);
});

test.each(['ReplicatedReplacingMergeTree', 'SharedReplacingMergeTree', 'Distributed'])(
  'all rows of a table that several servers have are compared: %s',
  async (engine) => {
    const of = new SpanParts(databaseOf({ day_1_1_0: [1] }, engine));

    expect(await statements(of)).toEqual([MERGED]);
  },
);
