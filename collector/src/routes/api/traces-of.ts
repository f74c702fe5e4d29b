import type { Expression } from '../../filter/expression.ts';
import type { SpanStore, TraceKey } from '../../storage/spans/span-store.ts';

/** Traces that are asked for at once. */
const PAGE = 200;

/** Ids of all traces that match, the newest start first. Searches that pause are gone on with. */
export async function* tracesOf(
  spans: Pick<SpanStore, 'listTraces'>,
  workspaceId: string,
  filter: Expression,
): AsyncGenerator<string> {
  let after: TraceKey | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await spans.listTraces({ workspaceId, filter, limit: PAGE, ...(after && { after }) });
    for (const { traceId } of page.rows) yield traceId;
    const last = page.searchedTo ?? page.rows.at(-1);
    after = last && { startNs: last.startNs, traceId: last.traceId };
    hasMore = page.hasMore;
  }
}
