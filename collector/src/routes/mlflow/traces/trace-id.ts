import { ApiError } from '../../../errors.ts';

const PREFIX = 'tr-';
const TRACE_ID = /^(?:tr-)?((?!0{32})[0-9a-f]{32})$/i;

/** As MLflow's clients know the trace of these 32 hex digits. */
export function mlflowTraceId(traceId: string): string {
  return `${PREFIX}${traceId}`;
}

/** The hex digits of an id that MLflow's clients send; undefined if no trace can have it. */
export function readTraceId(text: string): string | undefined {
  return TRACE_ID.exec(text)?.[1]?.toLowerCase();
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST` for an id that no trace can have. */
export function parseMlflowTraceId(text: string): string {
  const traceId = readTraceId(text);
  if (traceId === undefined) throw traceNotFound(text);
  return traceId;
}

/** @param id as the client wrote it */
export function traceNotFound(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Trace with ID '${id}' not found.`);
}
