import { jsonBody, sampleRequest } from '../../otlp/testing/sample-request.ts';
import type { IngestRequest } from '../ingest.ts';

/** A trace request with these spans, given in OTLP's JSON, to the default workspace. */
export function traceRequest(spans: readonly object[], resource: Readonly<Record<string, string>> = {}): IngestRequest {
  return rawRequest(jsonBody(sampleRequest(spans, resource)));
}

/** A trace request in JSON with any body. */
export function rawRequest(body: Uint8Array): IngestRequest {
  return { signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding: 'json', body };
}
