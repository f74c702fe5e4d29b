import { setTimeout as delay } from 'node:timers/promises';
import { overriding } from '../overriding.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';

export interface WriteGateOptions {
  /** Default: as many as there are. */
  readonly maxBytesASecond?: number | undefined;
  /** Asked from time to time whether writing may go on. @throws StoreError if not */
  readonly check?: () => Promise<void>;
  /** Milliseconds of a clock that does not jump. */
  readonly nowMs?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How long what was found may be taken to be so, ms: less than it takes a collector to start and to be asked something. */
const CHECK_MS = 1_000;
/** A timer that is to last longer than 24 days ends at once. */
const LONGEST_WAIT_MS = 3_600_000;

/** What everything that a migration writes goes through: no faster than it may, and no longer than it may. */
export class WriteGate {
  readonly #bytesAMs: number;
  readonly #check: () => Promise<void>;
  readonly #nowMs: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;
  /** Until when what went through would have taken at the allowed rate. */
  #paidMs = 0;
  #checkedMs: number;

  constructor(options: WriteGateOptions = {}) {
    const { maxBytesASecond = Number.POSITIVE_INFINITY, check = async () => {} } = options;
    const { nowMs = () => performance.now(), wait = (ms: number) => delay(ms) } = options;
    this.#bytesAMs = maxBytesASecond / 1_000;
    this.#check = check;
    this.#nowMs = nowMs;
    this.#wait = wait;
    this.#checkedMs = nowMs();
  }

  /** Resolves when so many bytes more may be written. @throws StoreError if nothing may any more */
  async pass(bytes: number): Promise<void> {
    const nowMs = this.#nowMs();
    const turnMs = this.#paidMs;
    this.#paidMs = Math.max(turnMs, nowMs) + bytes / this.#bytesAMs;
    for (let leftMs = turnMs - nowMs; leftMs > 0; leftMs = turnMs - this.#nowMs()) {
      await this.#wait(Math.min(leftMs, LONGEST_WAIT_MS));
    }
    if (this.#nowMs() - this.#checkedMs < CHECK_MS) return;
    await this.#check();
    this.#checkedMs = this.#nowMs();
  }
}

/** What a deleted trace counts as: about what is written anew where it lay. */
const DELETED_TRACE_BYTES = 16 * 1_024;
const TRACES_AT_ONCE = 256;

/** A store of spans whose appends, of spans and of events, go through a gate, and whose deletions do so some at a time. */
export function gatedSpans(store: SpanStore, gate: WriteGate): SpanStore {
  return overriding<SpanStore>(store, {
    append: async (batches) => {
      await gate.pass(batches.reduce((sum, batch) => sum + bytesOf(batch), 0));
      await store.append(batches);
    },
    deleteTraces: async (workspaceId, traceIds) => {
      let deleted = 0;
      for (let from = 0; from < traceIds.length; from += TRACES_AT_ONCE) {
        const some = traceIds.slice(from, from + TRACES_AT_ONCE);
        await gate.pass(some.length * DELETED_TRACE_BYTES);
        deleted += await store.deleteTraces(workspaceId, some);
      }
      return deleted;
    },
  });
}

function bytesOf({ groups, events = [] }: SpanBatch): number {
  let bytes = 0;
  for (const { spans } of groups) for (const { payload } of spans) bytes += payload.byteLength;
  for (const { event } of events) bytes += event.byteLength;
  return bytes;
}

/** A store of files of which each piece that is put goes through a gate. */
export function gatedBlobs(store: BlobStore, gate: WriteGate): BlobStore {
  return overriding<BlobStore>(store, {
    put: (workspaceId, path, content) => store.put(workspaceId, path, gated(content, gate)),
  });
}

async function* gated(content: AsyncIterable<Uint8Array>, gate: WriteGate): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    await gate.pass(piece.byteLength);
    yield piece;
  }
}
