import type { Erasure } from '@tracewright/schema';
import { compare } from '../filter/expression.ts';
import { columnText } from '../normalise/column-text.ts';
import { tracesOf } from '../routes/api/traces-of.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';

/** Every trace that has a span of a user or session, or of which a client has said that it is theirs. */
export async function tracesOfSubject(
  workspaceId: string,
  of: Erasure['of'],
  value: string,
  {
    spans,
    notes,
  }: { readonly spans: Pick<SpanStore, 'listTraces'>; readonly notes: Pick<TraceNoteStore, 'tracesSaid'> },
): Promise<readonly string[]> {
  const found = new Set<string>();
  const is = compare(of, '=', columnText(value));
  const filter = { type: 'or', of: [is, { type: 'has', of: is }] } as const;
  for await (const traceId of tracesOf(spans, workspaceId, filter)) found.add(traceId);
  for (const { traceId } of await notes.tracesSaid(workspaceId, of, value)) found.add(traceId);
  return [...found];
}
