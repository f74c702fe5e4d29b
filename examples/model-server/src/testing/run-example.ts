import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The part of an OTLP request that the tests look at. */
interface TraceRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[] }[];
}

export interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** `code` 2 is an error. */
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/**
 * Runs an example as a user would, in a process of its own and without a key, and collects the spans that it sends.
 *
 * @throws Error if it ends with another code than 0.
 */
export async function runExample(
  name: string,
): Promise<{ readonly output: string; readonly spans: readonly SentSpan[] }> {
  const spans: SentSpan[] = [];
  const collector = createServer(async (request, response) => {
    const body = (await json(request)) as TraceRequest;
    spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = collector.address() as AddressInfo;
    const main = fileURLToPath(new URL(`../../../${name}/src/main.ts`, import.meta.url));
    // Nothing of this environment but what Node needs: no key, no endpoint of somebody else.
    const env = { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=tracewright-source', main], { env });
    return { output: stdout, spans };
  } finally {
    collector.closeAllConnections();
    collector.close();
  }
}
