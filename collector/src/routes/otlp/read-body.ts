import { ApiError } from '../../errors.ts';
import type { ByteHold } from '../../ingest/byte-budget.ts';
import { malformedBody } from '../../otlp/malformed-body.ts';
import { contentCodingOf, inflate } from './inflate.ts';

/**
 * Reads a request's body, inflated, holding its bytes while they come in.
 *
 * @param maxBytes For the body as sent as well as inflated.
 * @throws ApiError `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `RESOURCE_EXHAUSTED` or `MALFORMED_REQUEST`.
 */
export async function readBody(request: Request, maxBytes: number, hold: ByteHold): Promise<Uint8Array> {
  const coding = contentCodingOf(request.headers.get('content-encoding') ?? undefined);
  const sent = await readSent(request, maxBytes, hold);
  return coding === 'identity' || sent.byteLength === 0 ? sent : await inflate(sent, coding, maxBytes, hold);
}

async function readSent(request: Request, maxBytes: number, hold: ByteHold): Promise<Uint8Array> {
  const announced = request.headers.get('content-length') ?? '';
  try {
    if (/^\d+$/.test(announced)) return await readAnnounced(request, Number(announced), maxBytes, hold);
    return await readStream(request, maxBytes, hold);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw malformedBody('it ended before it was complete', { cause: error });
  }
}

/** The usual case: the length is known, so it is judged before a byte is read, and there is one buffer to fill. */
async function readAnnounced(request: Request, length: number, maxBytes: number, hold: ByteHold): Promise<Uint8Array> {
  if (length > maxBytes) throw tooLarge(maxBytes);
  hold.grow(length);
  const body = new Uint8Array(await request.arrayBuffer());
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return body;
}

async function readStream(request: Request, maxBytes: number, hold: ByteHold): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    hold.grow(chunk.byteLength);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', `the body is longer than ${maxBytes} bytes`);
}
