import { createHash } from 'node:crypto';
import type { LateEvent } from '../storage/spans/span-record.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';

type Events = Pick<SpanStore, 'lateEvents'>;

export interface LateEventDifferences {
  /** Traces of the target with events that are not at the source (any more), whether they have spans or not. */
  readonly tracesWithOthers: readonly string[];
  readonly others: number;
  /** Events that are at the source alone. */
  readonly missing: number;
}

/** Sums stand for so many parts of all events; 2 bytes of a digest say which. */
const PARTS = 65_536;
/** Events of parts that differ, which are in memory at the same time. */
const EVENTS_AT_ONCE = 100_000;
/** Events are read as many at a time as have about that many bytes. */
const PAGE_BYTES = 4 * 1_024 * 1_024;
const [MIN_PAGE, FIRST_PAGE, MAX_PAGE] = [20, 200, 2_000];

/**
 * Compares the events of a workspace that came apart from their spans: no summary of a trace tells of them, and those of
 * traces that the source has deleted belong to none. The target is read first, so that nothing is taken for too much that
 * only comes meanwhile. Where both are the same they are read once, and sums alone are in memory.
 */
export async function compareLateEvents(
  workspaceId: string,
  { source, target }: { readonly source: Events; readonly target: Events },
): Promise<LateEventDifferences> {
  const found = await sumUp(workspaceId, target);
  const wanted = await sumUp(workspaceId, source);
  const tracesWithOthers = new Set<string>();
  let [others, missing] = [0, 0];
  for (const parts of groupsOfDifferent(wanted, found)) {
    const traceIds = new Map<string, string>();
    for await (const { digest, traceId } of digests(workspaceId, target)) {
      if (parts.has(partOf(digest))) traceIds.set(digest.toString('latin1'), traceId);
    }
    for await (const { digest } of digests(workspaceId, source)) {
      if (parts.has(partOf(digest)) && !traceIds.delete(digest.toString('latin1'))) missing++;
    }
    others += traceIds.size;
    for (const traceId of traceIds.values()) tracesWithOthers.add(traceId);
  }
  return { tracesWithOthers: [...tracesWithOthers], others, missing };
}

interface PartSums {
  readonly counts: Uint32Array;
  /** Of 64 bits of each digest; what overflows is lost. */
  readonly sums: BigUint64Array;
}

async function sumUp(workspaceId: string, store: Events): Promise<PartSums> {
  const [counts, sums] = [new Uint32Array(PARTS), new BigUint64Array(PARTS)];
  for await (const { digest } of digests(workspaceId, store)) {
    const part = partOf(digest);
    counts[part]!++;
    sums[part]! += digest.readBigUInt64LE(2);
  }
  return { counts, sums };
}

/** Parts that are not the same on both sides, as many together as may be in memory. */
function* groupsOfDifferent(wanted: PartSums, found: PartSums): Generator<ReadonlySet<number>> {
  let [parts, events] = [new Set<number>(), 0];
  for (let part = 0; part < PARTS; part++) {
    if (wanted.counts[part] === found.counts[part] && wanted.sums[part] === found.sums[part]) continue;
    const count = found.counts[part]!;
    if (parts.size > 0 && events + count > EVENTS_AT_ONCE) {
      yield parts;
      [parts, events] = [new Set(), 0];
    }
    parts.add(part);
    events += count;
  }
  if (parts.size > 0) yield parts;
}

function partOf(digest: Buffer): number {
  return digest.readUInt16LE(0);
}

/** Of each event with its ids, 16 bytes. */
async function* digests(
  workspaceId: string,
  store: Events,
): AsyncGenerator<{ readonly digest: Buffer; readonly traceId: string }> {
  let limit = FIRST_PAGE;
  for (let from = 0; ; ) {
    const { events, cursor } = await store.lateEvents(workspaceId, from, limit);
    if (events.length === 0) return;
    for (const event of events) yield { digest: digestOf(event), traceId: event.traceId };
    from = cursor;
    const bytes = events.reduce((sum, { event }) => sum + event.byteLength, 1);
    limit = Math.min(Math.max(Math.floor((PAGE_BYTES * events.length) / bytes), MIN_PAGE), MAX_PAGE);
  }
}

function digestOf({ traceId, spanId, event }: LateEvent): Buffer {
  return createHash('sha256').update(traceId).update(spanId).update(event).digest().subarray(0, 16);
}
