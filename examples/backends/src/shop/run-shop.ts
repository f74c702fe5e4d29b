import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Encoding } from '../backend.ts';

/** A trace that the app has made. */
export interface SentTrace {
  readonly traceId: string;
  readonly rootSpanId: string;
}

export interface ShopRun {
  readonly helped: SentTrace;
  readonly failed: SentTrace;
  /** What the app and tracing said besides. */
  readonly complaints: string;
}

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * Runs the app in a process of its own, told where to send by nothing but the standard variables.
 *
 * @throws Error if it ends with another code than 0.
 */
export async function runShop(
  target: { readonly endpoint: string; readonly headers: Readonly<Record<string, string>> },
  { protocol, compression }: Encoding,
): Promise<ShopRun> {
  const headers = Object.entries(target.headers).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const env = {
    PATH: process.env.PATH,
    OTEL_EXPORTER_OTLP_ENDPOINT: target.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: headers.join(','),
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_COMPRESSION: compression,
  };
  const app = await promisify(execFile)(process.execPath, ['--conditions=tracewright-source', MAIN], { env });
  return { ...(JSON.parse(app.stdout) as Pick<ShopRun, 'helped' | 'failed'>), complaints: app.stderr };
}
