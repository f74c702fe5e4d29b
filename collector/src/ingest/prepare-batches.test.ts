import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
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
