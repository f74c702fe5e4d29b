import { createPricer } from '@tracewright/pricing';
import { test } from 'vitest';
import { decodeTraceRequest } from '../otlp/decode-trace-request.ts';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import { llmRequest } from '../otlp/testing/llm-request.ts';
import { oracleDecode } from '../otlp/testing/oracle.ts';
import { jsonBody } from '../otlp/testing/sample-request.ts';
import type { IngestRequest } from './ingest.ts';
import { prepareRequest } from './prepare-request.ts';

/** 495 spans of about 1.5 kB: what a busy sender puts into one request. Spans a second are 495 times the rate. */
test('from a body of 495 spans to records', async ({ bench }) => {
  const json = jsonBody(llmRequest(55, 1));
  const protobuf = new Uint8Array(encodeJsonTraceRequest(json));
  const pricer = createPricer();
  const request = (body: Uint8Array, encoding: 'json' | 'protobuf'): IngestRequest => ({
    signal: 'traces',
    workspaceId: 'default',
    experimentId: '',
    runId: '',
    encoding,
    body,
  });

  await bench('read protobuf', () => void decodeTraceRequest(protobuf, 'protobuf')).run();
  await bench('read protobuf with protobufjs, twice', () => void oracleDecode(protobuf)).run();
  await bench('read JSON', () => void decodeTraceRequest(json, 'json')).run();
  await bench('read and normalise protobuf', () => void prepareRequest(request(protobuf, 'protobuf'), pricer)).run();
  await bench('read and normalise JSON', () => void prepareRequest(request(json, 'json'), pricer)).run();
});
