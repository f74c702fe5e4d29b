import { ApiError } from '../../errors.ts';
import type { ByteHold } from '../../ingest/byte-budget.ts';
import { malformedBody } from '../../otlp/malformed-body.ts';
import { contentCodingOf, inflate } from './inflate.ts';

/** Bodies announced to be no longer are read at one go: by chunks they take half as much processor time again. */
const WHOLE_BYTES = 1024 * 1024;

/**
 * Reads a request's body, inflated, holding the bytes that have come in: senders that announce much and stall would
 * keep all others out. How long a body may take is the server's rule.
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
    const length = /^\d+$/.test(announced) ? Number(announced) : undefined;
    if (length !== undefined && length > maxBytes) throw tooLarge(maxBytes);
    if (length !== undefined && length <= WHOLE_BYTES) return await readWhole(request, maxBytes, hold);
    return await readStream(request, maxBytes, hold);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw malformedBody('it ended before it was complete', { cause: error });
  }
}

/** The usual case: the length is known, and there is one buffer to fill. It is held once it is there. */
async function readWhole(request: Request, maxBytes: number, hold: ByteHold): Promise<Uint8Array> {
  const body = new Uint8Array(await request.arrayBuffer());
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  hold.grow(body.byteLength);
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
