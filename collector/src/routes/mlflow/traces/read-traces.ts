import { compare } from '../../../filter/expression.ts';
import type { TraceRow } from '../../../storage/spans/span-store.ts';
import type { Assessment } from '../../../storage/tracking/assessments/assessment-store.ts';
import type { TraceInfo } from '../../../storage/tracking/trace-infos/trace-info-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { traceNotFound } from './trace-id.ts';
import { type Previews, tracePreviews } from './trace-previews.ts';

/** Everything that is known about a trace but its spans: one of `row` and `info` is there. */
export interface TraceFacts {
  readonly traceId: string;
  /** What the spans sum up to; undefined while none has come. */
  readonly row: TraceRow | undefined;
  /** What a client has said about the whole. */
  readonly info: TraceInfo | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly assessments: readonly Assessment[];
  readonly previews: Previews;
}

/** Rows that are asked for at once. */
const PAGE = 1_000;

/**
 * The facts of those traces that are there, in the order of the ids.
 *
 * @param known rows that the caller has read
 */
export async function readTraces(
  traceIds: readonly string[],
  context: MlflowContext,
  known?: readonly TraceRow[],
): Promise<readonly TraceFacts[]> {
  const { stores, principal } = context;
  const { workspaceId } = principal;
  const [rows, infos, metadata, tags, assessments] = await Promise.all([
    known ?? readRows(traceIds, context),
    stores.traceInfos.getInfos(workspaceId, traceIds),
    stores.traceInfos.getMetadata(workspaceId, traceIds),
    stores.notes.getTraceTags(workspaceId, traceIds),
    stores.assessments.listOf(workspaceId, traceIds),
  ]);
  const rowOf = new Map(rows.map((row) => [row.traceId, row]));
  const there = traceIds
    .filter((traceId) => rowOf.has(traceId) || infos.has(traceId))
    .map((traceId) => ({ traceId, row: rowOf.get(traceId), info: infos.get(traceId) }));
  const previews = await tracePreviews(there, context);
  return there.map(({ traceId, row, info }, index) => ({
    traceId,
    row,
    info,
    metadata: metadata.get(traceId) ?? {},
    tags: tags.get(traceId) ?? {},
    assessments: assessments.get(traceId) ?? [],
    previews: previews[index]!,
  }));
}

/**
 * @param id the hex digits
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such trace.
 */
export async function readTrace(id: string, context: MlflowContext): Promise<TraceFacts> {
  const [facts] = await readTraces([id], context);
  if (facts === undefined) throw traceNotFound(`tr-${id}`);
  return facts;
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such trace. */
export async function requireMlflowTrace(id: string, { traces, stores, principal }: MlflowContext): Promise<void> {
  if ((await traces.spans.getTrace(principal.workspaceId, id)) !== undefined) return;
  if ((await stores.traceInfos.getInfos(principal.workspaceId, [id])).has(id)) return;
  throw traceNotFound(`tr-${id}`);
}

/** Rows of those traces that have spans, in no particular order. */
export async function readRows(
  traceIds: readonly string[],
  { traces, principal }: MlflowContext,
): Promise<readonly TraceRow[]> {
  const { workspaceId } = principal;
  if (traceIds.length === 1) {
    const row = await traces.spans.getTrace(workspaceId, traceIds[0]!);
    return row === undefined ? [] : [row];
  }
  const rows: TraceRow[] = [];
  for (let from = 0; from < traceIds.length; from += PAGE) {
    const filter = compare('id', 'in', ...traceIds.slice(from, from + PAGE));
    rows.push(...(await traces.spans.listTraces({ workspaceId, filter, limit: PAGE })).rows);
  }
  return rows;
}
