import type { LateEvent, SpanRecord } from '../span-record.ts';
import type { LateEventPage } from '../span-store.ts';

/** An event as it is kept, under the number of its arrival. */
interface KeptEvent extends LateEvent {
  readonly workspaceId: string;
  readonly receivedNs: bigint;
  readonly number: number;
}

/** Events that came apart from their spans, in memory. */
export class MemoryLateEvents {
  #events: KeptEvent[] = [];
  #count = 0;

  add(workspaceId: string, events: readonly LateEvent[]): void {
    const receivedNs = BigInt(Date.now()) * 1_000_000n;
    this.#events.push(...events.map((event) => ({ ...event, workspaceId, receivedNs, number: ++this.#count })));
  }

  /** As `SpanStore.lateEvents` defines it. */
  page(workspaceId: string, since: number, limit: number): LateEventPage {
    const textOf = ({ traceId, spanId, event }: LateEvent) => `${traceId}${spanId}${hex(event)}`;
    const ofWorkspace = this.#events.filter((late) => late.workspaceId === workspaceId);
    // Of those that came twice, the first.
    const firsts = new Map(ofWorkspace.toReversed().map((late) => [textOf(late), late]));
    const page = [...firsts.values()]
      .filter((late) => late.number > since)
      .sort((one, two) => one.number - two.number)
      .slice(0, limit);
    const events = page.map(({ traceId, spanId, event, preview = '' }) => ({ traceId, spanId, event, preview }));
    return { events, cursor: page.at(-1)?.number ?? since };
  }

  /** Those of a span in the order of their arrival, equal ones once. */
  ofSpan(workspaceId: string, { traceId, spanId }: Pick<SpanRecord, 'traceId' | 'spanId'>): readonly Uint8Array[] {
    const events = this.#events.filter(
      (late) => late.workspaceId === workspaceId && late.traceId === traceId && late.spanId === spanId,
    );
    return [...new Map(events.map(({ event }) => [hex(event), event])).values()];
  }

  /** What a trace is called by where its spans do not say; '' where nothing does. */
  preview(workspaceId: string, traceId: string): string {
    const isTelling = (late: KeptEvent) =>
      late.workspaceId === workspaceId && late.traceId === traceId && (late.preview ?? '') !== '';
    return this.#events.find(isTelling)?.preview ?? '';
  }

  /** @returns how many went */
  remove(isGone: (late: KeptEvent) => boolean): number {
    const count = this.#events.length;
    this.#events = this.#events.filter((late) => !isGone(late));
    return count - this.#events.length;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
