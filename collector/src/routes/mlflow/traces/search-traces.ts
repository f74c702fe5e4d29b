import { traceTest } from '../../../filter/evaluate.ts';
import type { Expression } from '../../../filter/expression.ts';
import type { TraceKey, TraceRow } from '../../../storage/spans/span-store.ts';
import { traceSubject } from '../../../storage/spans/subjects.ts';
import { comparePlaces, placeOf } from '../../../storage/spans/trace-order.ts';
import { foreignKey, type PageKey } from '../../../storage/tracking/keyset.ts';
import type { TraceInfo } from '../../../storage/tracking/trace-infos/trace-info-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { readRows } from './read-traces.ts';
import type { OrderTerm } from './trace-order.ts';
import { compareKeys, keyOf, nativeOrder } from './trace-order.ts';

export interface TraceSearch {
  readonly filter: Expression;
  readonly order: readonly OrderTerm[];
  readonly limit: number;
  readonly after: PageKey | undefined;
}

export interface FoundTraces {
  /** Of traces without spans, rows that say what their clients did. */
  readonly rows: readonly TraceRow[];
  readonly next: PageKey | undefined;
}

/** Traces that are asked for at once. */
const PAGE = 1_000;

/**
 * A page of the traces that match. Newest first and longest first are orders of the store; any other one looks at all
 * traces that match.
 */
export async function searchTraces(search: TraceSearch, context: MlflowContext): Promise<FoundTraces> {
  const without = (await rowsWithoutSpans(context)).filter((row) =>
    traceTest(search.filter)(traceSubject(row, () => [])),
  );
  const native = nativeOrder(search.order);
  const { rows, hasMore } =
    native === undefined
      ? await searchAll(search, without, context)
      : await searchNative(search, native, without, context);
  const last = rows.at(-1);
  if (!hasMore || last === undefined) return { rows, next: undefined };
  return { rows, next: native === undefined ? keyOf(last, search.order) : keyOfPlace(placeOf(last, native)) };
}

interface Found {
  readonly rows: readonly TraceRow[];
  readonly hasMore: boolean;
}

async function searchNative(
  { filter, limit, after }: TraceSearch,
  order: 'start' | 'duration',
  without: readonly TraceRow[],
  context: MlflowContext,
): Promise<Found> {
  const { workspaceId } = context.principal;
  const start = after && placeOfKey(after, order);
  const rows: TraceRow[] = [];
  let from = start;
  let hasMore = true;
  // A search that pauses has found fewer than there are.
  while (hasMore && rows.length < limit) {
    const rest = limit - rows.length;
    const page = await context.traces.spans.listTraces({
      workspaceId,
      filter,
      order,
      limit: rest,
      ...(from && { after: from }),
    });
    rows.push(...page.rows);
    const last = page.rows.at(-1);
    from = page.searchedTo ?? (last && placeOf(last, order));
    hasMore = page.hasMore && from !== undefined;
  }
  if (without.length === 0) return { rows, hasMore };
  const later = without.filter((row) => start === undefined || comparePlaces(start, placeOf(row, order)) < 0);
  const merged = [...rows, ...later].sort((a, b) => comparePlaces(placeOf(a, order), placeOf(b, order)));
  return { rows: merged.slice(0, limit), hasMore: hasMore || merged.length > limit };
}

async function searchAll(
  { filter, order, limit, after }: TraceSearch,
  without: readonly TraceRow[],
  context: MlflowContext,
): Promise<Found> {
  const { workspaceId } = context.principal;
  const keys = without.map((row) => ({ key: keyOf(row, order), traceId: row.traceId }));
  let from: TraceKey | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await context.traces.spans.listTraces({
      workspaceId,
      filter,
      limit: PAGE,
      ...(from && { after: from }),
    });
    for (const row of page.rows) keys.push({ key: keyOf(row, order), traceId: row.traceId });
    const last = page.rows.at(-1);
    from = page.searchedTo ?? (last && placeOf(last, 'start'));
    hasMore = page.hasMore && from !== undefined;
  }
  const behind = keys.filter(({ key }) => after === undefined || compareKeys(after, key, order) < 0);
  behind.sort((a, b) => compareKeys(a.key, b.key, order));
  const ids = behind.slice(0, limit).map(({ traceId }) => traceId);
  const rows = new Map([...without, ...(await readRows(ids, context))].map((row) => [row.traceId, row]));
  return { rows: ids.flatMap((id) => rows.get(id) ?? []), hasMore: behind.length > limit };
}

/** Traces that a client has announced and that have no spans yet; those whose spans have come are noted as such. */
async function rowsWithoutSpans(context: MlflowContext): Promise<readonly TraceRow[]> {
  const { stores, principal } = context;
  const infos = await stores.traceInfos.infosWithoutSpans(principal.workspaceId);
  if (infos.length === 0) return [];
  const come = new Set(
    (
      await readRows(
        infos.map(({ traceId }) => traceId),
        context,
      )
    ).map(({ traceId }) => traceId),
  );
  if (come.size > 0) await stores.traceInfos.markSpansSeen(principal.workspaceId, [...come]);
  return infos.filter(({ traceId }) => !come.has(traceId)).map(rowOf);
}

/** What a client has said about a trace, as if its spans had. */
function rowOf(info: TraceInfo): TraceRow {
  const startNs = BigInt(info.requestMs) * 1_000_000n;
  const durationMs = info.durationMs ?? 0;
  const status = { OK: 'ok', ERROR: 'error', IN_PROGRESS: 'running', STATE_UNSPECIFIED: 'unset' } as const;
  return {
    traceId: info.traceId,
    experimentId: info.experimentId,
    rootSpanId: '',
    hasRoot: false,
    name: '',
    preview: '',
    service: '',
    sessionId: '',
    userId: '',
    runId: '',
    startNs: startNs as TraceRow['startNs'],
    endNs: (startNs + BigInt(durationMs) * 1_000_000n) as TraceRow['endNs'],
    durationUs: durationMs * 1_000,
    ttftUs: -1,
    status: status[info.state ?? 'STATE_UNSPECIFIED'],
    spanCount: 0,
    llmCount: 0,
    errorCount: 0,
    inputTokens: -1,
    outputTokens: -1,
    costNanoUsd: -1,
    isCostPartial: false,
    isUsageEstimated: false,
    models: [],
  };
}

function keyOfPlace({ value, startNs, traceId }: TraceKey): PageKey {
  return [value ?? null, startNs.toString(), traceId];
}

function placeOfKey(key: PageKey, order: 'start' | 'duration'): TraceKey {
  const [value, startNs, traceId] = key;
  if (key.length !== 3 || !/^\d+$/.test(String(startNs))) throw foreignKey();
  const place = { startNs: BigInt(String(startNs)) as TraceKey['startNs'], traceId: String(traceId) };
  return order === 'start' ? place : { ...place, value: Number(value) };
}
