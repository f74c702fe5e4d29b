import type { QueuedSpan } from './span-encoder.ts';

/** Bounds of a {@link SpanQueue}. */
export interface QueueLimits {
  readonly maxSpans: number;
  readonly maxBytes: number;
}

/** Spans that go out in one request. */
export interface SpanBatch {
  readonly spans: readonly QueuedSpan[];
  readonly sizeBytes: number;
  /** Spans lost since the batch before, which the receiver is told of. */
  readonly dropped: number;
}

/** Ended spans in order, bounded by count and bytes. Where there is no room the oldest go, and are counted. */
export class SpanQueue {
  readonly #limits: QueueLimits;
  readonly #onDrop: (count: number) => void;
  #entries: (QueuedSpan | undefined)[] = [];
  /** Entries before this index are gone: an array whose front is shifted costs time with its length. */
  #head = 0;
  #sizeBytes = 0;
  #dropped = 0;

  constructor(limits: QueueLimits, onDrop: (count: number) => void) {
    this.#limits = limits;
    this.#onDrop = onDrop;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  push(span: QueuedSpan): void {
    this.#entries.push(span);
    this.#sizeBytes += span.sizeBytes;
    this.#makeRoom();
  }

  /** The oldest spans within the limits, at least one; undefined if the queue is empty. */
  take(limits: QueueLimits): SpanBatch | undefined {
    const spans: QueuedSpan[] = [];
    let sizeBytes = 0;
    for (let entry = this.#entries[this.#head]; entry; entry = this.#entries[this.#head]) {
      const isFull = spans.length >= limits.maxSpans || sizeBytes + entry.sizeBytes > limits.maxBytes;
      if (isFull && spans.length > 0) break;
      spans.push(entry);
      sizeBytes += entry.sizeBytes;
      this.#entries[this.#head++] = undefined;
    }
    if (spans.length === 0) return undefined;
    const dropped = this.#dropped;
    this.#sizeBytes -= sizeBytes;
    this.#dropped = 0;
    this.#compact();
    return { spans, sizeBytes, dropped };
  }

  /** Returns a batch that could not be sent to the front, as far as there is room. */
  putBack(batch: SpanBatch): void {
    this.#entries = [...batch.spans, ...this.#entries.slice(this.#head)];
    this.#head = 0;
    this.#sizeBytes += batch.sizeBytes;
    this.#dropped += batch.dropped;
    this.#makeRoom();
  }

  /** Counts spans as lost that were taken and will not come back. */
  drop(count: number): void {
    this.#dropped += count;
    this.#onDrop(count);
  }

  /** Counts spans on that were lost earlier, and whose number did not reach the receiver. */
  carry(count: number): void {
    this.#dropped += count;
  }

  #makeRoom(): void {
    let count = 0;
    while (this.length > this.#limits.maxSpans || (this.#sizeBytes > this.#limits.maxBytes && this.length > 1)) {
      this.#sizeBytes -= this.#entries[this.#head]?.sizeBytes ?? 0;
      this.#entries[this.#head++] = undefined;
      count++;
    }
    if (count === 0) return;
    this.#compact();
    this.drop(count);
  }

  #compact(): void {
    if (this.#head < 512 || this.#head < this.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
