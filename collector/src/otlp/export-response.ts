import type { OtlpEncoding, OtlpSignal } from './encoding.ts';
import { WireWriter } from './wire-writer.ts';

/** JSON names of the count; in protobuf it is field 1 of `partial_success` for every signal. */
const REJECTED: Readonly<Record<OtlpSignal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

const PARTIAL_SUCCESS = 10;
const REJECTED_COUNT = 8;
const ERROR_MESSAGE = 18;

/**
 * Body of a 200: an `ExportTraceServiceResponse` or its like. Without anything rejected or said it is empty, `{}` in
 * JSON, as the specification wants it.
 */
export function encodeExportResponse(
  encoding: OtlpEncoding,
  signal: OtlpSignal,
  rejected: number,
  message: string,
): Uint8Array<ArrayBuffer> {
  const isComplete = rejected === 0 && message === '';
  if (encoding === 'json') {
    // int64 is a decimal text in proto3's JSON.
    const partialSuccess = { [REJECTED[signal]]: String(rejected), errorMessage: message };
    return new TextEncoder().encode(JSON.stringify(isComplete ? {} : { partialSuccess }));
  }
  if (isComplete) return new Uint8Array(0);
  const writer = new WireWriter(256);
  const place = writer.begin(PARTIAL_SUCCESS);
  writer.varint(REJECTED_COUNT);
  writer.varint(rejected);
  writer.text(ERROR_MESSAGE, message);
  writer.end(place);
  return new Uint8Array(writer.finish());
}
