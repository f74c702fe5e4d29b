import { nanos, type TraceOrder } from '@tracewright/schema';
import { ApiError } from '../../errors.ts';
import type { TraceKey } from '../../storage/spans/span-store.ts';

/** Where a page ended, as an opaque text for the next request. */
export function encodeCursor({ value, startNs, traceId }: TraceKey, order: TraceOrder = 'start'): string {
  const place = `${startNs}.${traceId}`;
  return Buffer.from(order === 'start' ? place : `${place}.${order}.${value}`, 'latin1').toString('base64url');
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` if the text is no cursor of ours, or one of a list in another order. */
export function decodeCursor(text: string, order: TraceOrder = 'start'): TraceKey {
  const [, startNs, traceId, cursorOrder = 'start', value] =
    /^(\d{1,20})\.([0-9a-f]{32})(?:\.([a-z]+)\.(-?\d{1,21}))?$/.exec(
      Buffer.from(text, 'base64url').toString('latin1'),
    ) ?? [];
  if (startNs === undefined || traceId === undefined || cursorOrder !== order) throw notACursor();
  try {
    const place = { startNs: nanos(startNs), traceId };
    return value === undefined ? place : { ...place, value: Number(value) };
  } catch (cause) {
    throw notACursor(cause);
  }
}

/** What a cursor is answered with that is none. */
export function notACursor(cause?: unknown): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', 'cursor: pass the nextCursor of an earlier page as it is', { cause });
}
