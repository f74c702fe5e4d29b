import type { SpanContext } from '@opentelemetry/api';

/** More than anybody waits for at a time; without an end it would grow for as long as the process lives. */
const MAX_RESPONSES = 10_000;

interface Entry {
  readonly creator: SpanContext | undefined;
  readonly isCounted: boolean;
}

/**
 * Remembers the responses that outlive the call which began them, so that whoever fetches one later is linked to that
 * call, and its tokens are counted once. Of very many, those are forgotten that were not seen for the longest time.
 */
export class ResponseLedger {
  readonly #entries = new Map<string, Entry>();

  /** The span of the call that began a response, if it was made by this process. */
  creatorOf(id: string): SpanContext | undefined {
    return this.#entries.get(id)?.creator;
  }

  isKnown(id: string): boolean {
    return this.#entries.has(id);
  }

  /** Whether a span has the usage of the response already. */
  isCounted(id: string): boolean {
    return this.#entries.get(id)?.isCounted ?? false;
  }

  created(id: string, creator: SpanContext | undefined): void {
    this.#put(id, { creator, isCounted: this.isCounted(id) });
  }

  counted(id: string): void {
    this.#put(id, { creator: this.creatorOf(id), isCounted: true });
  }

  #put(id: string, entry: Entry): void {
    // Deleted first, so that the order of the map is the order in which they were last seen.
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_RESPONSES && oldest !== undefined) this.#entries.delete(oldest);
  }
}
