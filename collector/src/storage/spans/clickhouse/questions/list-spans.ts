import type { SpanPage, SpanQuery } from '../../questions/span-questions.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import { readSpanColumns, SPAN_SELECT } from '../span-rows.ts';

const KEY = 'minute, trace_id, span_id';
const BY = 'start_ns DESC, trace_id DESC, span_id DESC';

/** A page of spans that SQL alone finds. @param where what comes behind `WHERE`, of rows of `spans` */
export async function listSpansSql(
  database: ClickHouseDatabase,
  { limit, after }: SpanQuery,
  where: string,
  params: SqlParams,
): Promise<SpanPage> {
  const id = (hex: string, bytes: number): string => `toFixedString(unhex(${params.text(hex)}), ${bytes})`;
  const place = after && `${params.uint64(after.startNs)}, ${id(after.traceId, 16)}, ${id(after.spanId, 8)}`;
  const rest = place === undefined ? '' : ` AND (start_ns, trace_id, span_id) < (${place})`;
  // Sorted by a few columns; all of them are read of those alone that the page has.
  const { spans: standing } = params.rows;
  const places = standing.select(`${KEY}, start_ns`, `(${where})${rest}`);
  const found = `SELECT ${KEY} FROM (${places}) ORDER BY ${BY} LIMIT ${limit + 1}`;
  const [rows, total] = await Promise.all([
    database.read(
      `SELECT ${SPAN_SELECT} FROM spans FINAL PREWHERE ${params.workspace} AND (${KEY}) IN (${found}) ORDER BY ${BY}`,
      params.values,
    ),
    database.read(`SELECT count() FROM (${standing.select('minute', where)})`, params.values),
  ]);
  const spans = rows.all(readSpanColumns);
  return {
    spans: spans.slice(0, limit),
    hasMore: spans.length > limit,
    total: Number(total.uint64()),
    isTotalEstimate: false,
  };
}
