import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

test.each([-1, 0, 2 ** 54, 9e20])(
  'a cursor is understood whatever the last trace of its page adds up to: %d',
  (value) => {
    const place = { value, startNs: 1n as Nanos, traceId: 'a'.repeat(32) };

    expect(decodeCursor(encodeCursor(place, 'tokens'), 'tokens')).toEqual(place);
  },
);
