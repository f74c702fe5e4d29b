import type { Transform } from 'node:stream';
import { constants, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { ApiError } from '../errors.ts';
import { type BodyBuffers, SLAB_BYTES } from '../ingest/body-buffers.ts';
import { malformedBody } from '../otlp/malformed-body.ts';
import { releaseBytes } from '../release-bytes.ts';
import { BodyCollector, type BodyRoom } from './body-collector.ts';

const CHUNK_BYTES = 256 * 1024;
/** Node's own limit. */
const MIN_CHUNK_BYTES = 64;
/** A member of gzip has that many at least; its last four say how much comes out. */
const MIN_GZIP_BYTES = 18;
/**
 * Frames of zstd, one behind the other, each take some 0.15 ms of the processor, though they may be empty and have 9 bytes:
 * so many at most, and one more for every so many bytes of the body, as long as to inflate these. Members of gzip take no
 * longer than their bytes.
 */
const [MAX_FRAMES, BYTES_A_FRAME] = [16, 4_096];

type Inflater = Transform & { readonly bytesWritten: number };

/** What `Content-Encoding` may say. */
export type ContentCoding = 'identity' | 'gzip' | 'deflate' | 'zstd';

/** Reads a `Content-Encoding` header. @throws ApiError `UNSUPPORTED_MEDIA_TYPE` for any other coding, or several. */
export function contentCodingOf(header: string | undefined): ContentCoding {
  const coding = header?.trim().toLowerCase() ?? '';
  switch (coding) {
    case '':
    case 'identity':
    case 'none':
      return 'identity';
    case 'x-gzip':
      return 'gzip';
    case 'zlib':
      // What OpenTelemetry's collector calls the same.
      return 'deflate';
    case 'gzip':
    case 'deflate':
    case 'zstd':
      return coding;
    default:
      throw new ApiError(
        'UNSUPPORTED_MEDIA_TYPE',
        `content encoding "${coding}"; gzip, deflate and zstd are understood`,
      );
  }
}

/**
 * Inflates a body off this thread, holding every byte that comes out, and stops as soon as there are too many: a bomb
 * costs no more than the limit.
 *
 * @throws ApiError `PAYLOAD_TOO_LARGE` beyond `room.maxBytes`, `RESOURCE_EXHAUSTED` if the budget has no room, and
 * `MALFORMED_REQUEST` if the body is not what its coding says.
 */
export async function inflate(
  body: Uint8Array,
  coding: Exclude<ContentCoding, 'identity'>,
  room: BodyRoom,
): Promise<Uint8Array> {
  // What zstd works with goes only when V8 goes through all of its heap, for which it has to notice that there is much.
  const isKept = coding === 'zstd';
  const buffers = isKept ? keepingPieces(room.buffers) : room.buffers;
  const inflated = new BodyCollector({ ...room, buffers }, `the body inflates to more than ${room.maxBytes} bytes`);
  const made: Uint8Array[] = [];
  try {
    let rest = body;
    const maxFrames = MAX_FRAMES + Math.floor(body.byteLength / BYTES_A_FRAME);
    for (let frames = 0; rest.byteLength > 0; frames++) {
      if (frames === maxFrames) throw malformedBody(`it has more than ${maxFrames} frames`);
      const taken = await inflateInto(inflated, rest, coding, made);
      // Node goes through the members of gzip by itself. What stands behind the others may be spans: never leave it out.
      if (coding === 'gzip') break;
      if (coding === 'deflate' && taken < rest.byteLength) throw malformedBody('something stands behind its end');
      rest = rest.subarray(taken);
    }
    const whole = inflated.whole();
    // By themselves inflaters that have ended keep it until V8 goes through all of its heap, and make it do so often.
    if (!isKept) for (const piece of made) releaseBytes(piece);
    return whole;
  } catch (error) {
    inflated.drop();
    throw error;
  }
}

/** The same, but pieces that have been copied stay until they are collected. */
function keepingPieces(buffers: BodyBuffers): BodyBuffers {
  return { take: (bytes) => buffers.take(bytes), give: (body) => buffers.give(body), copied: () => {} };
}

/** @param made Gets the pieces that it came out in. @returns how much of the body was taken: of zstd, one frame */
function inflateInto(
  inflated: BodyCollector,
  body: Uint8Array,
  coding: Exclude<ContentCoding, 'identity'>,
  made: Uint8Array[],
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const inflater = createInflater(coding, body);
  inflater.on('data', (chunk: Buffer) => {
    made.push(chunk);
    const stop = (error: unknown): void => {
      reject(error);
      inflater.destroy();
    };
    try {
      const room = inflated.add(chunk);
      if (room === undefined) return;
      inflater.pause();
      room.then(() => inflater.resume(), stop);
    } catch (error) {
      stop(error);
    }
  });
  inflater.on('error', (error) => reject(malformedBody(`it is not ${coding}`, { cause: error })));
  inflater.on('end', () => resolve(inflater.bytesWritten));
  inflater.end(body);
  return promise;
}

function createInflater(coding: Exclude<ContentCoding, 'identity'>, body: Uint8Array): Inflater {
  const options = { chunkSize: coding === 'gzip' ? chunkFor(body) : CHUNK_BYTES };
  if (coding === 'gzip') return createGunzip(options);
  // The window is what a frame may make us allocate before its first byte comes out: 8 MiB.
  if (coding === 'zstd') return createZstdDecompress({ ...options, params: { [constants.ZSTD_d_windowLogMax]: 23 } });
  return hasZlibHeader(body) ? createInflate(options) : createInflateRaw(options);
}

/**
 * Most bodies come out in one piece: one byte more than they say, or room for another piece would be made at the end. But
 * only the last member says it, and may lie: with pieces no smaller than the body there are a thousand or so at most,
 * which is what gzip can make of a byte.
 */
function chunkFor(gzip: Uint8Array): number {
  if (gzip.byteLength < MIN_GZIP_BYTES) return CHUNK_BYTES;
  const inflatedBytes = new DataView(gzip.buffer, gzip.byteOffset).getUint32(gzip.byteLength - 4, true);
  if (inflatedBytes < MIN_CHUNK_BYTES || inflatedBytes >= SLAB_BYTES) return CHUNK_BYTES;
  return Math.min(Math.max(inflatedBytes + 1, gzip.byteLength), SLAB_BYTES);
}

/** "deflate" means the zlib format, but some senders leave its header out. */
function hasZlibHeader(body: Uint8Array): boolean {
  const first = body[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (body[1] ?? 0)) % 31 === 0;
}
