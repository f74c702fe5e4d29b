import { nanos } from '@tracewright/schema';
import { ApiError } from '../../errors.ts';
import type { TraceKey } from '../../storage/spans/span-store.ts';

/** Where a page ended, as an opaque text for the next request. */
export function encodeCursor(key: TraceKey): string {
  return Buffer.from(`${key.startNs}.${key.traceId}`, 'latin1').toString('base64url');
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` if the text is no cursor of ours. */
export function decodeCursor(text: string): TraceKey {
  const [, startNs, traceId] =
    /^(\d{1,20})\.([0-9a-f]{32})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (startNs === undefined || traceId === undefined) throw notACursor();
  try {
    return { startNs: nanos(startNs), traceId };
  } catch (cause) {
    throw notACursor(cause);
  }
}

function notACursor(cause?: unknown): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', 'cursor: pass the nextCursor of an earlier page as it is', { cause });
}
