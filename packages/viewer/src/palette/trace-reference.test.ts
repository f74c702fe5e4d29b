import { expect, test } from 'vitest';
import { traceReference } from './trace-reference.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

test('a trace is named by its id, however it is written', () => {
  for (const text of [
    traceId,
    ` ${traceId.toUpperCase()}\n`,
    `tr-${traceId}`,
    '0af76519-16cd-43dd-8448-eb211c80319c',
    `http://127.0.0.1:4318/traces/${traceId}?cp=0`,
  ]) {
    expect(traceReference(text)).toEqual({ traceId, spanId: undefined });
  }
});

test('a header and an address name the span, too', () => {
  expect(traceReference(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId });
  expect(traceReference(`/traces/${traceId}?cp=0&span=${spanId}`)).toEqual({ traceId, spanId });
});

test('other text names none', () => {
  for (const text of ['', 'errors', traceId.slice(1), `${traceId}0`, `x${traceId}`]) {
    expect(traceReference(text)).toBeUndefined();
  }
});
