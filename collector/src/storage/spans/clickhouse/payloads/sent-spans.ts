import type { SpanColumns, SpanIds } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { minuteOf, NO_BLOCK, type StoredPlace } from '../span-rows.ts';
import { type SentSpan, unpackSpans } from './span-pack.ts';

/** A span that stands, as it is looked for. */
export type SoughtSpan = Pick<SpanColumns, 'traceId' | 'spanId' | 'startNs'> & Pick<StoredPlace, 'block'>;

/** As spans were sent, by {@link sentKey}; one that is missing has been taken out. */
export async function sentSpans(
  database: ClickHouseDatabase,
  workspaceId: string,
  spans: readonly SoughtSpan[],
): Promise<ReadonlyMap<string, SentSpan>> {
  const old = spans.filter(({ block }) => block === NO_BLOCK);
  const [packed, unpacked] = await Promise.all([
    ofBlocks(database, workspaceId, spans),
    old.length === 0 ? [] : ofRows(database, workspaceId, old),
  ]);
  return new Map([...packed, ...unpacked]);
}

export function sentKey({ traceId, spanId }: SpanIds): string {
  return traceId + spanId;
}

async function ofBlocks(
  database: ClickHouseDatabase,
  workspaceId: string,
  spans: readonly SoughtSpan[],
): Promise<ReadonlyMap<string, SentSpan>> {
  const blocks = new Map<string, bigint>();
  for (const span of spans) if (span.block !== NO_BLOCK) blocks.set(sentKey(span), span.block);
  const found = new Map<string, SentSpan>();
  if (blocks.size === 0) return found;
  const reader = await database.read(
    `SELECT block, frame FROM payload_blocks WHERE workspace = {workspace:String} AND block IN (${[...new Set(blocks.values())].join()})`,
    { workspace: workspaceId },
  );
  while (reader.hasMore) {
    const block = reader.uint64();
    for (const { payload, origin, ...ids } of unpackSpans(reader.slice())) {
      const key = sentKey(ids);
      // A copy: the others of its block are not kept for it.
      if (blocks.get(key) === block) found.set(key, { ...origin, payload: new Uint8Array(payload) });
    }
  }
  return found;
}

/** Of spans that were stored when each had a row of its own for its payload. */
async function ofRows(
  database: ClickHouseDatabase,
  workspaceId: string,
  spans: readonly SoughtSpan[],
): Promise<readonly (readonly [string, SentSpan])[]> {
  const minutes = spans.map(minuteOf);
  const first = minutes.reduce((a, b) => Math.min(a, b));
  const last = minutes.reduce((a, b) => Math.max(a, b));
  const ids = (bytes: 8 | 16, of: (span: SoughtSpan) => string): string => idSet(new Set(spans.map(of)), bytes);
  const reader = await database.read(
    'SELECT trace_id, span_id, payload, resource, scope FROM payloads FINAL PREWHERE workspace = {workspace:String} ' +
      `AND minute BETWEEN ${first} AND ${last} AND trace_id IN ${ids(16, ({ traceId }) => traceId)} ` +
      `AND span_id IN ${ids(8, ({ spanId }) => spanId)} ORDER BY version`,
    { workspace: workspaceId },
  );
  return reader.all((from) => {
    const key = sentKey({ traceId: from.id(16), spanId: from.id(8) });
    return [key, { payload: from.bytes(), resource: from.bytes(), scope: from.bytes() }] as const;
  });
}
