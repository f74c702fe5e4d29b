import { ApiError } from '../errors.ts';
import { malformedBody } from '../otlp/malformed-body.ts';
import { BodyCollector, type BodyRoom } from './body-collector.ts';
import { contentCodingOf, inflate } from './inflate.ts';

/** A body on its way in. */
export interface IncomingBody {
  /** Header `Content-Length`, as sent. */
  readonly announced: string | undefined;
  /** Header `Content-Encoding`, as sent. */
  readonly coding: string | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Reads a request's body, inflated, holding the bytes that have come in: senders that announce much and stall would
 * keep all others out. How long a body may take is the server's rule.
 *
 * @throws ApiError `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `RESOURCE_EXHAUSTED` or `MALFORMED_REQUEST`.
 */
export async function readBody(body: IncomingBody, room: BodyRoom): Promise<Uint8Array> {
  const coding = contentCodingOf(body.coding);
  const sent = await readSent(body, room);
  if (coding === 'identity' || sent.byteLength === 0) return sent;
  const inflated = await inflate(sent, coding, room);
  // Not where that fails: an inflater that is stopped may still be reading, in a thread of its own.
  room.buffers.give(sent);
  return inflated;
}

/**
 * A body for which there is no room is still read to its end, and nothing of it kept: cut off in the middle of it,
 * senders would see a broken connection instead of the answer that they should come again.
 */
async function readSent({ announced = '', chunks }: IncomingBody, room: BodyRoom): Promise<Uint8Array> {
  const tooLarge = `the body is longer than ${room.maxBytes} bytes`;
  if (/^\d+$/.test(announced) && Number(announced) > room.maxBytes) throw new ApiError('PAYLOAD_TOO_LARGE', tooLarge);
  const sent = new BodyCollector(room, tooLarge);
  let noRoom: ApiError | undefined;
  let unkeptBytes = 0;
  try {
    for await (const chunk of chunks) {
      noRoom ??= await addTo(sent, chunk, room);
      if (noRoom === undefined) continue;
      room.buffers.copied(chunk);
      unkeptBytes += chunk.byteLength;
      if (unkeptBytes > room.maxBytes) break;
    }
  } catch (error) {
    sent.drop();
    if (error instanceof ApiError) throw error;
    throw malformedBody('it ended before it was complete', { cause: error });
  }
  if (noRoom !== undefined) throw noRoom;
  return sent.whole();
}

/** @returns the refusal if there is no room at the moment; then nothing is held any more. */
async function addTo(sent: BodyCollector, chunk: Uint8Array, { hold }: BodyRoom): Promise<ApiError | undefined> {
  try {
    await sent.add(chunk);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'RESOURCE_EXHAUSTED') throw error;
    sent.drop();
    hold.release();
    return error;
  }
}
