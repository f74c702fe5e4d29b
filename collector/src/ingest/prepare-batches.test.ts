import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { attributes, jsonBody, sampleSpan } from '../otlp/testing/sample-request.ts';
import { prepareBatches } from './prepare-batches.ts';
import { rawRequest } from './testing/submit.ts';

test('spans that the sender has dropped count, though none of those it has sent is taken', async () => {
  const resource = { attributes: attributes({ 'tracewright.dropped_spans': 3 }) };
  const spans = [sampleSpan({ spanId: '' })];
  const request = rawRequest(jsonBody({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }));

  const { result, batches } = await prepareBatches(request, createPricer(), async () => '7');

  expect(result).toMatchObject({ accepted: 0, rejected: 1 });
  expect(batches).toEqual([{ workspaceId: 'default', experimentId: '0', groups: [], droppedSpans: 3 }]);
});

test('spans whose experiment cannot have its name are refused, those beside them are stored', async () => {
  const named = (experiment: string, ...names: readonly string[]) => ({
    resource: { attributes: attributes({ 'tracewright.experiment': experiment }) },
    scopeSpans: [{ spans: names.map((name, index) => sampleSpan({ name, spanId: `${index + 1}`.padStart(16, '0') })) }],
  });
  const body = jsonBody({ resourceSpans: [named('good', 'a'), named('bad\0', 'b', 'c')] });
  const resolve = async (name: string): Promise<string> => {
    if (name === 'good') return '7';
    throw new ApiError('INVALID_PARAMETER_VALUE', 'a text has a character of code 0');
  };

  const { result, batches } = await prepareBatches(rawRequest(body), createPricer(), resolve);

  expect(result).toMatchObject({ accepted: 1, rejected: 2, message: expect.stringContaining('a character of code 0') });
  expect(batches.map(({ experimentId, groups }) => [experimentId, groups.length])).toEqual([['7', 1]]);
  const unavailable = new ApiError('TEMPORARILY_UNAVAILABLE', 'the store is busy');
  const failing = prepareBatches(rawRequest(body), createPricer(), () => Promise.reject(unavailable));
  await expect(failing).rejects.toBe(unavailable);
});
