import type { TraceRow } from '../../../storage/spans/span-store.ts';
import type { Previews } from './trace-previews.ts';

/** Some two thousand traces with long texts, and some twenty thousand with short ones. */
const MAX_CHARACTERS = 4_000_000;
/** What an entry takes beside its texts, in characters. */
const ENTRY = 200;

/** What tells one trace from another, and whether it may still change. */
export type PreviewedTrace = Pick<TraceRow, 'traceId' | 'rootSpanId' | 'hasRoot' | 'status' | 'startNs' | 'endNs'>;

/**
 * Previews of traces whose roots have ended, which change no more: to find one a whole frame of spans is opened. Those
 * that nobody has asked for the longest go first.
 */
export class PreviewCache {
  readonly #entries = new Map<string, Previews>();
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(maxCharacters: number = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  /** What is known of a trace, or what `read` finds. */
  async of(workspaceId: string, row: PreviewedTrace, read: () => Promise<Previews>): Promise<Previews> {
    if (row.status === 'running' || !row.hasRoot) return read();
    // A trace that was deleted and sent again is another one.
    const key = JSON.stringify([workspaceId, row.traceId, row.rootSpanId, String(row.startNs), String(row.endNs)]);
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const previews = await read();
    this.#add(key, previews);
    return previews;
  }

  #add(key: string, previews: Previews): void {
    if (!this.#entries.has(key)) this.#characters += size(previews);
    this.#entries.set(key, previews);
    for (const [oldest, entry] of this.#entries) {
      if (this.#characters <= this.#maxCharacters) return;
      this.#entries.delete(oldest);
      this.#characters -= size(entry);
    }
  }
}

function size({ request = '', response = '' }: Previews): number {
  return ENTRY + request.length + response.length;
}
