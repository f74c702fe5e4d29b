import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { SpanIds, StoredSpan } from '../../span-store.ts';
import { RowReader } from '../row-binary/row-reader.ts';
import { RowWriter } from '../row-binary/row-writer.ts';

/** More makes it hardly any smaller, and takes longer. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };
/** Of what is packed at once; what is longer comes in several. */
const CHUNK_BYTES = 128 * 1024;

export type SpanOrigin = Pick<StoredSpan, 'resource' | 'scope'>;

/** A span as it was sent. */
export interface SentSpan extends SpanOrigin {
  readonly payload: Uint8Array;
}

/** A span of a pack, whose payload stands in the memory of all that was unpacked. */
export interface PackedSpan extends SpanIds {
  readonly payload: Uint8Array;
  readonly origin: SpanOrigin;
}

/**
 * Spans as they were sent, packed together: a frame of Zstandard over their origins, each once, and the spans behind each
 * other, with their ids and which origin is theirs.
 */
export class SpanPack {
  readonly #origins = new RowWriter();
  readonly #spans = new RowWriter();
  readonly #places = new Map<SpanOrigin, number>();
  readonly #traceIds = new Set<string>();

  get traceIds(): ReadonlySet<string> {
    return this.#traceIds;
  }

  /** Before they are packed. */
  get bytes(): number {
    return this.#spans.length;
  }

  /** @param origin is written once for all spans that have the very same object */
  add({ traceId, spanId }: SpanIds, payload: Uint8Array, origin: SpanOrigin): void {
    this.#traceIds.add(traceId);
    this.#spans.id(traceId, 16);
    this.#spans.id(spanId, 8);
    this.#spans.size(this.#placeOf(origin));
    this.#spans.bytes(payload);
  }

  finish(): Uint8Array {
    const count = new RowWriter(8);
    count.size(this.#places.size);
    const all = Buffer.concat([count.finish(), this.#origins.finish(), this.#spans.finish()]);
    return zstdCompressSync(all, { params: LEVEL, chunkSize: CHUNK_BYTES, pledgedSrcSize: all.length });
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.#origins.clear();
    this.#spans.clear();
    this.#places.clear();
    this.#traceIds.clear();
  }

  #placeOf(origin: SpanOrigin): number {
    const known = this.#places.get(origin);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(origin, place);
    this.#origins.bytes(origin.resource);
    this.#origins.bytes(origin.scope);
    return place;
  }
}

/** The spans of a {@link SpanPack}, in the order in which they were added. */
export function* unpackSpans(frame: Uint8Array): Generator<PackedSpan> {
  const reader = new RowReader(zstdDecompressSync(frame));
  const origins = Array.from({ length: reader.size() }, () => ({ resource: reader.bytes(), scope: reader.bytes() }));
  while (reader.hasMore) {
    const traceId = reader.id(16);
    const spanId = reader.id(8);
    const origin = origins[reader.size()]!;
    yield { traceId, spanId, origin, payload: reader.slice() };
  }
}
