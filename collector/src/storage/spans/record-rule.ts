import type { SpanColumns } from './span-store.ts';

type Ranked = Pick<SpanColumns, 'spanId' | 'isPending'>;

/** Tells whether an arriving record of a stored span takes its place: only an ended one does, and only a pending one's. */
export function replaces(arriving: Ranked, stored: Ranked): boolean {
  return stored.isPending && !arriving.isPending;
}

/** One record per span id out of all that were stored, in the order of their arrival. */
export function standing<T extends Ranked>(records: Iterable<T>): T[] {
  const spans = new Map<string, T>();
  for (const record of records) {
    const stored = spans.get(record.spanId);
    if (stored === undefined || replaces(record, stored)) spans.set(record.spanId, record);
  }
  return [...spans.values()];
}
