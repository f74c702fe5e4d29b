import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { TraceSkeleton } from '@tracewright/schema';

/** What a skeleton's JSON is wrapped in, by the names that HTTP has for it. */
export type SkeletonEncoding = 'identity' | 'gzip';

const compress = promisify(gzip);

/** Half the time of the default level for 3 % more bytes. */
const LEVEL = 4;

/** Writes a skeleton as JSON in UTF-8. The bytes have a buffer of their own, so that it can be given to a thread. */
export async function encodeSkeleton(
  skeleton: TraceSkeleton,
  encoding: SkeletonEncoding,
): Promise<Uint8Array<ArrayBuffer>> {
  const json = new TextEncoder().encode(JSON.stringify(skeleton));
  // Copied, since what zlib hands out may lie in a larger buffer.
  return encoding === 'gzip' ? new Uint8Array(await compress(json, { level: LEVEL })) : json;
}
