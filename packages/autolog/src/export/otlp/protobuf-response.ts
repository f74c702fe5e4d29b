/** What a receiver says of a request of which it took only a part. */
export interface TraceResponse {
  readonly partialSuccess?: PartialSuccess;
}

interface PartialSuccess {
  readonly rejectedSpans?: number;
  readonly errorMessage?: string;
}

type Field = { readonly number: number; readonly value: number | Uint8Array };

const VARINT = 0;
const LENGTH_DELIMITED = 2;
/** Bytes of the fields of fixed length, by wire type. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** Reads `ExportTraceServiceResponse`. @throws RangeError if the bytes are none. */
export function readTraceResponse(bytes: Uint8Array): TraceResponse {
  const response: { partialSuccess?: PartialSuccess } = {};
  for (const { number, value } of fields(bytes))
    if (number === 1 && typeof value === 'object') response.partialSuccess = readPartialSuccess(value);
  return response;
}

function readPartialSuccess(bytes: Uint8Array): PartialSuccess {
  const success: { rejectedSpans?: number; errorMessage?: string } = {};
  for (const { number, value } of fields(bytes)) {
    if (number === 1 && typeof value === 'number') success.rejectedSpans = value;
    if (number === 2 && typeof value === 'object') success.errorMessage = Buffer.from(value).toString();
  }
  return success;
}

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('a protobuf message ends within a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    if (tag % 8 === VARINT) {
      yield { number, value: varint() };
      continue;
    }
    const length = tag % 8 === LENGTH_DELIMITED ? varint() : FIXED[tag % 8];
    if (length === undefined || at + length > bytes.length) throw new RangeError('no protobuf message');
    yield { number, value: bytes.subarray(at, at + length) };
    at += length;
  }
}
