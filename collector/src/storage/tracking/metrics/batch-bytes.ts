import type { MetricPoint } from './metric-point.ts';

/** Doubles of a point: its time, its step, its value. */
export const POINT_DOUBLES = 3;
export const POINT_BYTES: number = POINT_DOUBLES * 8;

const HEADER_BYTES = 8;

/** A batch as it is kept: the count, the length of the keys, the keys as JSON, then the doubles of each point. */
export function encodeBatch(points: readonly MetricPoint[]): Uint8Array {
  const keys = Buffer.from(JSON.stringify(points.map(({ key }) => key)));
  const doubles = new Float64Array(points.length * POINT_DOUBLES);
  let at = 0;
  for (const { timestampMs, step, value } of points) {
    doubles[at++] = timestampMs;
    doubles[at++] = step;
    doubles[at++] = value;
  }
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(points.length, 0);
  header.writeUInt32LE(keys.byteLength, 4);
  return Buffer.concat([header, keys, Buffer.from(doubles.buffer)]);
}

/** A batch that is being read. */
export interface OpenBatch {
  /** As JSON: batches of a run mostly have the same, which is quicker seen than read. */
  readonly keys: Buffer;
  /** Three of each point, in the order of the keys. */
  readonly doubles: Float64Array;
}

export function openBatch(bytes: Uint8Array): OpenBatch {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = HEADER_BYTES + buffer.readUInt32LE(4);
  // A copy, since doubles are read in place only where they stand at a multiple of eight.
  const doubles = new Float64Array(buffer.buffer.slice(buffer.byteOffset + end, buffer.byteOffset + buffer.byteLength));
  return { keys: buffer.subarray(HEADER_BYTES, end), doubles };
}

export function keysOf({ keys }: OpenBatch): readonly string[] {
  return JSON.parse(keys.toString()) as readonly string[];
}
