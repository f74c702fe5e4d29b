import { ApiError } from '../errors.ts';

/** Spans of one request. Senders batch some hundreds; a body of empty ones would become gigabytes. */
export const MAX_SPANS = 50_000;

/** Resources and scopes of one request, together. */
export const MAX_GROUPS = 50_000;

/** Attributes, events, links and elements of lists of one request, together: forty for each of {@link MAX_SPANS}. */
export const MAX_PARTS = 2_000_000;

/** Values of one request in JSON, objects and lists included, which all exist before the first span is read. */
export const MAX_JSON_VALUES = 5_000_000;

/**
 * Counts what a request in protobuf holds while it is read. Two bytes on the wire are enough for a span, so its length
 * alone does not bound what reading it takes.
 */
export class RequestSize {
  #spans = 0;
  #groups = 0;
  #parts = 0;

  /** @throws ApiError `PAYLOAD_TOO_LARGE`, as all methods here do. */
  addSpan(): void {
    if (++this.#spans > MAX_SPANS) throw tooMany(MAX_SPANS, 'spans');
  }

  addGroup(): void {
    if (++this.#groups > MAX_GROUPS) throw tooMany(MAX_GROUPS, 'resources and scopes');
  }

  addPart(): void {
    if (++this.#parts > MAX_PARTS) throw tooMany(MAX_PARTS, 'attributes, events and values');
  }
}

/** Bodies up to this many bytes cannot hold enough values to do harm: they are not looked through. */
export const UNSUSPICIOUS_BYTES: number = 4 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENERS: ReadonlySet<number> = new Set([0x5b, 0x7b]);

/**
 * Counts the values in a JSON text, well-formed or not, without making anything of them.
 *
 * @throws ApiError `PAYLOAD_TOO_LARGE` if they are more than {@link MAX_JSON_VALUES}.
 */
export function checkJsonSize(body: Uint8Array): void {
  if (body.byteLength <= UNSUSPICIOUS_BYTES) return;
  let values = 1;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) i = endOfText(body, i);
    else if ((byte === COMMA || OPENERS.has(byte)) && ++values > MAX_JSON_VALUES) {
      throw tooMany(MAX_JSON_VALUES, 'values');
    }
  }
}

/** Offset of the quote that ends the text which begins at `start`; the length of the body where none does. */
function endOfText(body: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < body.length && body[i] !== QUOTE) i += body[i] === BACKSLASH ? 2 : 1;
  return i;
}

function tooMany(limit: number, what: string): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', `the request has more than ${limit} ${what}: send them in several`);
}
