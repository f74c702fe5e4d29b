import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Destination } from '@tracewright/autolog';
import type { Encoding, Receiver } from '../backend.ts';

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
 * Runs the app, told where to send by nothing but the standard variables.
 *
 * @throws Error if it ends with another code than 0.
 */
export function runShop({ endpoint, headers }: Receiver, { protocol, compression }: Encoding): Promise<ShopRun> {
  const pairs = Object.entries(headers).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return run({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: pairs.join(','),
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_COMPRESSION: compression,
  });
}

/** Runs the app with several receivers at once. @throws Error if it ends with another code than 0. */
export function runShopFor(destinations: readonly Destination[]): Promise<ShopRun> {
  return run({ SHOP_DESTINATIONS: JSON.stringify(destinations) });
}

/** In a process of its own, with nothing else of this environment but what Node needs. */
async function run(env: Readonly<Record<string, string>>): Promise<ShopRun> {
  const app = await promisify(execFile)(process.execPath, ['--conditions=tracewright-source', MAIN], {
    env: { PATH: process.env.PATH, ...env },
  });
  return { ...(JSON.parse(app.stdout) as Pick<ShopRun, 'helped' | 'failed'>), complaints: app.stderr };
}
