import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4_096;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** Random bytes in advance: to ask for a few takes as long as to ask for a page of them. */
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** 32 random hex digits, never all zeros. */
export function newTraceId(): string {
  return randomHex(TRACE_ID_BYTES);
}

/** 16 random hex digits, never all zeros. */
export function newSpanId(): string {
  return randomHex(SPAN_ID_BYTES);
}

function randomHex(sizeBytes: number): string {
  if (used + sizeBytes > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const start = used;
  used += sizeBytes;
  // All zeros stand for no id at all.
  pool[start] ||= 1;
  return pool.toString('hex', start, used);
}
