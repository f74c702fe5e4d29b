import type { TraceRow } from '../../../storage/spans/span-store.ts';
import type { Previews } from './trace-previews.ts';

/** Some two thousand traces with long texts, and some six thousand with short ones. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Previews of traces whose roots have ended, for as long as nothing else is known of the trace: to find them the frames
 * that the roots lie in are opened. What a root has not said may still come apart from it, so only whole ones are kept.
 * Those that nobody has asked for the longest go first.
 */
export class PreviewCache {
  readonly #entries = new Map<string, Previews>();
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(maxCharacters: number = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  get(workspaceId: string, row: TraceRow): Previews | undefined {
    const key = keyOf(workspaceId, row);
    const known = this.#entries.get(key);
    if (known === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, known);
    return known;
  }

  put(workspaceId: string, row: TraceRow, previews: Previews): void {
    if (row.status === 'running' || !row.hasRoot) return;
    if (previews.request === undefined || previews.response === undefined) return;
    const key = keyOf(workspaceId, row);
    const before = this.#entries.get(key);
    if (before !== undefined) this.#characters -= size(key, before);
    this.#entries.delete(key);
    this.#entries.set(key, previews);
    this.#characters += size(key, previews);
    for (const [oldest, entry] of this.#entries) {
      if (this.#characters <= this.#maxCharacters) return;
      this.#entries.delete(oldest);
      this.#characters -= size(oldest, entry);
    }
  }
}

/** All that is known of the trace: one that was deleted and sent again is mostly another one. */
function keyOf(workspaceId: string, row: TraceRow): string {
  return JSON.stringify([workspaceId, row], (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

function size(key: string, { request = '', response = '' }: Previews): number {
  return key.length + request.length + response.length;
}
