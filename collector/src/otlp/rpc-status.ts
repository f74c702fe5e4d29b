import type { ErrorCode } from '../errors.ts';
import type { OtlpEncoding } from './encoding.ts';
import { WireWriter } from './wire-writer.ts';

/** gRPC's codes for ours, as `google.rpc.Status` carries them. */
const RPC_CODE: Readonly<Record<ErrorCode, number>> = {
  INVALID_PARAMETER_VALUE: 3,
  MALFORMED_REQUEST: 3,
  BAD_REQUEST: 3,
  UNAUTHENTICATED: 16,
  PERMISSION_DENIED: 7,
  RESOURCE_DOES_NOT_EXIST: 5,
  ENDPOINT_NOT_FOUND: 5,
  METHOD_NOT_ALLOWED: 12,
  RESOURCE_ALREADY_EXISTS: 6,
  RESOURCE_CONFLICT: 10,
  PAYLOAD_TOO_LARGE: 3,
  UNSUPPORTED_MEDIA_TYPE: 3,
  RANGE_NOT_SATISFIABLE: 11,
  RESOURCE_EXHAUSTED: 8,
  INTERNAL_ERROR: 13,
  INVALID_STATE: 9,
  NOT_IMPLEMENTED: 12,
  TEMPORARILY_UNAVAILABLE: 14,
};

const CODE = 8;
const MESSAGE = 18;

/** Body of an error under `/v1`: a `google.rpc.Status` in the request's encoding. */
export function encodeRpcStatus(encoding: OtlpEncoding, code: ErrorCode, message: string): Uint8Array<ArrayBuffer> {
  if (encoding === 'json') return new TextEncoder().encode(JSON.stringify({ code: RPC_CODE[code], message }));
  const writer = new WireWriter(256);
  writer.varint(CODE);
  writer.varint(RPC_CODE[code]);
  writer.text(MESSAGE, message);
  return new Uint8Array(writer.finish());
}
