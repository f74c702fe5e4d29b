import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { oracleDecode } from '../src/otlp/testing/oracle.ts';

/** What a resource says of the machine that a library ran on, which is nobody's business. */
const MACHINE = /^(host|process|os|telemetry)\./;

/**
 * A server that keeps the OTLP requests it gets. `recorded` gives them as one request of each signal, in JSON, the
 * spans in the order of their start.
 */
export async function startSink() {
  const traces = [];
  const logs = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    if (request.url === '/v1/traces') traces.push(...spansOf(plain, request.headers['content-type']));
    else if (request.url === '/v1/logs') logs.push(...(JSON.parse(plain.toString()).resourceLogs ?? []));
    response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/json' });
    response.end(request.headers['content-type'] === 'application/x-protobuf' ? '' : '{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => server.close(),
    spanCount: () => traces.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).length,
    recorded: () => ({
      resourceSpans: traces.sort((a, b) => Number(startOf(a) - startOf(b))).map(withoutMachine),
      ...(logs.length === 0 ? {} : { resourceLogs: logs.map(withoutMachine) }),
    }),
  };
}

function spansOf(body, contentType) {
  if (contentType === 'application/json') return JSON.parse(body.toString()).resourceSpans ?? [];
  return plainJson(oracleDecode(body), '').resourceSpans ?? [];
}

/** protobufjs's values in the terms of OTLP's JSON. */
function plainJson(value, field) {
  if (value instanceof Uint8Array) return Buffer.from(value).toString(/Id$/.test(field) ? 'hex' : 'base64');
  if (Array.isArray(value)) return value.map((item) => plainJson(item, field));
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.toNumber === 'function') return field === 'boolValue' ? !value.isZero() : value.toString();
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainJson(item, name)]));
}

function startOf({ scopeSpans }) {
  return BigInt(scopeSpans[0]?.spans[0]?.startTimeUnixNano ?? 0);
}

function withoutMachine(group) {
  const attributes = (group.resource?.attributes ?? []).filter(({ key }) => !MACHINE.test(key));
  return { ...group, resource: { attributes } };
}
