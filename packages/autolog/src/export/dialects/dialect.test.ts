import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { type Dialect, inDialect } from './dialect.ts';

const DIALECTS: readonly Dialect[] = ['openinference', 'mlflow', 'langfuse'];

function spanWith(attributes: ReadableSpan['attributes']): ReadableSpan {
  return { name: 'a step', startTime: [1, 0], attributes } as unknown as ReadableSpan;
}

test.for(DIALECTS)('%s stands beside what the span has, which stays as it is', (dialect) => {
  const span = spanWith({ 'tracewright.span.kind': 'chain', 'input.value': 'the app’s own' });

  const sent = inDialect(span, dialect);

  expect(sent.name).toBe('a step');
  expect(sent.attributes).toMatchObject(span.attributes);
  expect(Object.keys(sent.attributes).length).toBeGreaterThan(2);
  expect(span.attributes).toEqual({ 'tracewright.span.kind': 'chain', 'input.value': 'the app’s own' });
});

test.for(DIALECTS)('%s has nothing to add to a span that is no step of ours', (dialect) => {
  expect(inDialect(spanWith({ 'http.request.method': 'GET' }), dialect).attributes).toEqual({
    'http.request.method': 'GET',
  });
});
