import type { SpanStore } from '../storage/spans/span-store.ts';

const EVENTS_AT_ONCE = 200;

/**
 * Copies events that came apart from their spans, the oldest first, whether their spans are there or not. Again is
 * nothing new: the target keeps an event of a span once.
 *
 * @param onCursor told once everything up to it is durable at the target
 * @returns how many
 */
export async function copyLateEvents(
  workspaceId: string,
  { source, target }: { readonly source: Pick<SpanStore, 'lateEvents'>; readonly target: Pick<SpanStore, 'append'> },
  since: number,
  onCursor: (cursor: number) => void,
): Promise<number> {
  let count = 0;
  for (let from = since; ; ) {
    const { events, cursor } = await source.lateEvents(workspaceId, from, EVENTS_AT_ONCE);
    if (events.length === 0) return count;
    // They say nothing of an experiment: no trace begins with them.
    await target.append([{ workspaceId, experimentId: '0', groups: [], events }]);
    onCursor(cursor);
    count += events.length;
    from = cursor;
  }
}
