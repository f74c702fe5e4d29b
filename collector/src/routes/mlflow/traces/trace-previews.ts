import type { StoredSpan, TraceRow } from '../../../storage/spans/span-store.ts';
import type { TraceInfo } from '../../../storage/tracking/trace-infos/trace-info-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { exchangeOf } from './span-exchange.ts';

/** What was asked and answered, in short; undefined where nothing is known of it. */
export interface Previews {
  readonly request: string | undefined;
  readonly response: string | undefined;
}

/** A trace as far as its previews tell: `row` is what its spans sum up to, `info` what a client has said. */
export interface PreviewedTrace {
  readonly row: TraceRow | undefined;
  readonly info: TraceInfo | undefined;
}

/** Characters of a preview, as MLflow cuts them. */
export const MAX_PREVIEW = 1_000;

/** Roots that are read at once. */
const ROOTS_AT_ONCE = 50;

/** Of each of these, what the client chose, else what the root was called with and what it returned, as JSON. */
export async function tracePreviews(
  of: readonly PreviewedTrace[],
  context: MlflowContext,
): Promise<readonly Previews[]> {
  const lacking = of.flatMap(({ row, info }) => {
    const { request, response } = chosen(info);
    return row === undefined || (request !== undefined && response !== undefined) ? [] : [row];
  });
  const said = await rootPreviews(lacking, context);
  return of.map(({ row, info }) => {
    const { request, response } = chosen(info);
    const root = row && said.get(row.traceId);
    return { request: request ?? root?.request, response: response ?? root?.response };
  });
}

function chosen(info: TraceInfo | undefined): Previews {
  return { request: info?.requestPreview ?? undefined, response: info?.responsePreview ?? undefined };
}

/** By trace; of traces that have been deleted since there is nothing. */
async function rootPreviews(
  rows: readonly TraceRow[],
  { traces, previews, principal }: MlflowContext,
): Promise<ReadonlyMap<string, Previews>> {
  const { workspaceId } = principal;
  const found = new Map<string, Previews>();
  const unread = new Map<string, TraceRow>();
  for (const row of rows) {
    const known = previews.get(workspaceId, row);
    if (known === undefined) unread.set(row.traceId, row);
    else found.set(row.traceId, known);
  }
  const ids = [...unread.values()].map(({ traceId, rootSpanId }) => ({ traceId, spanId: rootSpanId }));
  for (let from = 0; from < ids.length; from += ROOTS_AT_ONCE) {
    const roots = await traces.spans.getSpansById(workspaceId, ids.slice(from, from + ROOTS_AT_ONCE));
    for (const root of roots) {
      const { traceId } = root.record;
      const said = previewsOf(root, traces);
      previews.put(workspaceId, unread.get(traceId)!, said);
      found.set(traceId, said);
    }
  }
  return found;
}

function previewsOf(root: StoredSpan, { spanDetail }: Pick<MlflowContext['traces'], 'spanDetail'>): Previews {
  const { input, output } = exchangeOf(spanDetail(root));
  return { request: cut(input), response: cut(output) };
}

function cut(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length <= MAX_PREVIEW ? text : `${text.slice(0, MAX_PREVIEW - 3)}...`;
}
