import type { MetricPoint } from './metric-point.ts';

/** Doubles of a point: its time, its step, its value. */
export const POINT_DOUBLES = 3;
export const POINT_BYTES: number = POINT_DOUBLES * 8;

const HEADER_BYTES = 8;

/** A batch as it is kept: the count, the length of the keys, the keys as JSON, then the doubles of each point. */
export function encodeBatch(points: readonly MetricPoint[]): Uint8Array {
  const keys = Buffer.from(JSON.stringify(points.map(({ key }) => key)));
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + keys.byteLength + points.length * POINT_BYTES);
  bytes.writeUInt32LE(points.length, 0);
  bytes.writeUInt32LE(keys.byteLength, 4);
  bytes.set(keys, HEADER_BYTES);
  let at = HEADER_BYTES + keys.byteLength;
  for (const { timestampMs, step, value } of points) {
    at = bytes.writeDoubleLE(timestampMs, at);
    at = bytes.writeDoubleLE(step, at);
    at = bytes.writeDoubleLE(value, at);
  }
  return bytes;
}

/** Calls `take` with each point of a batch, in their order. */
export function eachPoint(
  bytes: Uint8Array,
  take: (key: string, timestampMs: number, step: number, value: number) => void,
): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = buffer.readUInt32LE(0);
  const end = HEADER_BYTES + buffer.readUInt32LE(4);
  const keys = JSON.parse(buffer.toString('utf8', HEADER_BYTES, end)) as readonly string[];
  for (let index = 0; index < count; index++) {
    const at = end + index * POINT_BYTES;
    take(keys[index]!, buffer.readDoubleLE(at), buffer.readDoubleLE(at + 8), buffer.readDoubleLE(at + 16));
  }
}
