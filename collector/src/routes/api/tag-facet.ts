import { type Facet, tagText } from '@tracewright/schema';
import type { Expression } from '../../filter/expression.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import type { TraceNotes } from './trace-notes.ts';

/** Traces that are looked at: tags are kept apart from traces, so that they are put together here. */
const MAX_TRACES = 1_000;

/** Tags of the newest traces that match, each as one text, the most frequent first. */
export async function tagFacet(
  spans: SpanStore,
  notes: TraceNotes,
  asked: { readonly workspaceId: string; readonly filter: Expression; readonly limit: number },
): Promise<Facet & { readonly isPartial: boolean }> {
  const { workspaceId, filter, limit } = asked;
  const page = await spans.listTraces({ workspaceId, filter, limit: MAX_TRACES });
  const tags = await notes.getTraceTags(
    workspaceId,
    page.rows.map(({ traceId }) => traceId),
  );
  const counts = new Map<string, number>();
  for (const ofTrace of tags.values()) {
    for (const [key, value] of Object.entries(ofTrace)) {
      const tag = tagText(key, value);
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
  }
  const values = [...counts].map(([value, count]) => ({ value, count }));
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { field: 'tags', values: values.slice(0, limit), valueCount: values.length, isPartial: page.hasMore };
}
