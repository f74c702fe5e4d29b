import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { dropOldTexts } from '../src/storage/spans/clickhouse/text/drop-old-texts.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../src/storage/spans/contract/sample-span.ts';
import { sentSpan } from '../src/storage/spans/contract/sent-span.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server?.stop());

test('words of days without any span go, those of days with spans and of the one before stay', async () => {
  const url = server.newDatabase();
  const store = await openClickHouseSpans(url);
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  const days = async (): Promise<readonly string[]> => {
    const rows = await database.rows<{ readonly day: string }>(
      'SELECT toString(toDate(received)) AS day FROM text_blocks ORDER BY day',
    );
    return rows.map(({ day }) => day);
  };
  try {
    const payload = sentSpan('step', { text: 'hello' });
    await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), payload })])]);
    const [today] = await days();
    const yesterday = new Date(Date.parse(today!) - 86_400_000).toISOString().slice(0, 10);
    for (const day of ['2020-02-29', yesterday]) {
      await database.command(
        "INSERT INTO text_blocks SELECT workspace, trace_ids, bits, toDateTime({day:String} || ' 12:00:00') FROM text_blocks LIMIT 1",
        { day },
      );
    }
    expect(await days()).toEqual(['2020-02-29', yesterday, today]);

    await dropOldTexts(database);

    expect(await days()).toEqual([yesterday, today]);
  } finally {
    await Promise.all([store.close(), database.close()]);
  }
});
