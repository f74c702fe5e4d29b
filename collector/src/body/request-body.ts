import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { collectHeap } from '../collect-heap.ts';
import type { BodyBuffers } from '../ingest/body-buffers.ts';
import type { ByteBudget, ByteHold } from '../ingest/byte-budget.ts';
import type { BodyHold } from './body-collector.ts';
import { incomingBody } from './incoming-body.ts';
import { readBody } from './read-body.ts';

/** Of one request whose route says nothing else. */
export const USUAL_MAX_BODY_BYTES: number = 1_024 * 1_024;

/** Bodies get through uncounted up to here: while a large one is worked on, small ones are still answered. */
const UNCOUNTED_BYTES = 64 * 1_024;

/** What is made of a body, values and what is written of them, takes some times what came in. */
const WEIGHT = 2;

/**
 * Before something is made of a body of that many bytes, what others before it have left goes: by itself V8 lets it grow to
 * several times of what it needs, and that takes no longer than parsing so many bytes.
 */
const LARGE_BYTES = 8 * 1_024 * 1_024;

/** Where the bodies of requests are held. */
export interface BodyPlace {
  /** Of all requests together. */
  readonly budget: ByteBudget;
  readonly buffers: BodyBuffers;
}

/**
 * The body of one request, for routes that read all of it before they do anything. It counts in the budget from its first
 * piece until the request is answered, since what was made of it lives as long.
 */
export class RequestBody {
  /** As sent as well as inflated. */
  maxBytes: number = USUAL_MAX_BODY_BYTES;
  /** Whether what is read is to be told from other bodies. */
  isDigested = false;
  readonly #place: BodyPlace;
  #digest: string | undefined;
  #hold: ByteHold | undefined;

  constructor(place: BodyPlace) {
    this.#place = place;
  }

  /** SHA-256 of what was read, inflated, in Base64; undefined where that was not asked for, or nothing was read. */
  get digest(): string | undefined {
    return this.#digest;
  }

  /**
   * Reads and inflates it, once.
   *
   * @param make Makes something of its bytes, which are gone when it returns.
   * @throws ApiError `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `RESOURCE_EXHAUSTED` or `MALFORMED_REQUEST`.
   */
  async read<T>(c: Context<AppEnv>, make: (bytes: Uint8Array) => T): Promise<T> {
    const { budget, buffers } = this.#place;
    this.#hold = budget.hold();
    const bytes = await readBody(incomingBody(c), { maxBytes: this.maxBytes, hold: weighted(this.#hold), buffers });
    if (this.isDigested) this.#digest = createHash('sha256').update(bytes).digest('base64');
    if (bytes.byteLength > LARGE_BYTES) collectHeap('last-resort');
    try {
      return make(bytes);
    } finally {
      buffers.give(bytes);
    }
  }

  /** Gives its part of the budget back. Harmless a second time. */
  release(): void {
    this.#hold?.release();
  }
}

function weighted(hold: ByteHold): BodyHold {
  let bytes = 0;
  let counted = 0;
  return {
    growPatiently: (more) => {
      bytes += more;
      const before = counted;
      counted = WEIGHT * Math.max(0, bytes - UNCOUNTED_BYTES);
      return counted === before ? undefined : hold.growPatiently(counted - before);
    },
    release: () => hold.release(),
  };
}
