import { createContextKey, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { contextWith, SPAN_KEY } from './layered-context.ts';

const [A, B, C] = [createContextKey('a'), createContextKey('b'), createContextKey('c')];

test('values of ours stand over those of the context below, which stays as it is', () => {
  const below = ROOT_CONTEXT.setValue(A, 1).setValue(B, 2);

  const context = contextWith(below, [B, C], ['b', 'c']);

  expect([A, B, C].map((key) => context.getValue(key))).toEqual([1, 'b', 'c']);
  expect([A, B, C].map((key) => below.getValue(key))).toEqual([1, 2, undefined]);
});

test('a layer over a layer changes nothing of the first', () => {
  const first = contextWith(ROOT_CONTEXT, [A, B], [1, 2]);

  const second = contextWith(first, [B, C], ['b', 'c']);

  expect([A, B, C].map((key) => second.getValue(key))).toEqual([1, 'b', 'c']);
  expect([A, B, C].map((key) => first.getValue(key))).toEqual([1, 2, undefined]);
});

test('a value that is taken away is gone, also where the context below has one', () => {
  const context = contextWith(ROOT_CONTEXT.setValue(A, 1), [B], [2]);

  expect(context.deleteValue(A).getValue(A)).toBeUndefined();
  expect(context.deleteValue(B).getValue(B)).toBeUndefined();
  expect(context.getValue(A)).toBe(1);
});

test('OTel finds the span that is set by its key', () => {
  const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });

  expect(trace.getSpan(contextWith(ROOT_CONTEXT, [SPAN_KEY], [span]))).toBe(span);
  expect(trace.getSpan(trace.setSpan(contextWith(ROOT_CONTEXT, [A], [1]), span))).toBe(span);
});
