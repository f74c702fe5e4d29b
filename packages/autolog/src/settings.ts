import { readFileSync } from 'node:fs';
import { getNumberFromEnv, getStringFromEnv, parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { report } from '@tracewright/instrumentation-core';
import { ROUTING_HEADER } from '@tracewright/schema';
import { type Dialect, isDialect } from './export/dialects/dialect.ts';
import type { AutologOptions, Destination, OtlpProtocol } from './options.ts';

/** Where and how spans are sent to one receiver: options and environment, decided once. */
export interface ExportSettings {
  /** Full address, `/v1/traces` included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: OtlpProtocol;
  readonly compression: 'gzip' | 'none';
  /** For one batch with all its retries, ms. */
  readonly timeoutMs: number;
  /** Running spans are sent, too. */
  readonly isLive: boolean;
  readonly dialect: Dialect | undefined;
}

/** Certificates for TLS from `OTEL_EXPORTER_OTLP_[TRACES_]{CERTIFICATE,CLIENT_CERTIFICATE,CLIENT_KEY}`, PEM. */
export interface TlsSettings {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

const DEFAULT_ENDPOINT = 'http://localhost:4318';

/**
 * Every receiver of spans, at least one.
 *
 * @throws TypeError if an endpoint is not an http or https address.
 */
export function destinationSettings(options: AutologOptions): readonly [ExportSettings, ...ExportSettings[]] {
  const [first = options, ...others] = options.destinations ?? [];
  return [exportSettings(options, first), ...others.map((destination) => exportSettings(options, destination))];
}

/** @throws TypeError if the endpoint is not an http or https address. */
export function exportSettings(options: AutologOptions, destination: Destination = options): ExportSettings {
  // Keys in the environment belong to the receiver that the environment names.
  const takesEnvHeaders = destination === options || destination.endpoint === undefined;
  const compression = destination.compression ?? otlpEnv('COMPRESSION')?.trim();
  return {
    url: tracesUrl(destination.endpoint),
    headers: {
      ...experimentHeader(experimentName(options)),
      ...(takesEnvHeaders && envHeaders()),
      ...destination.headers,
    },
    protocol: protocol(destination.protocol),
    compression: compression === 'gzip' ? 'gzip' : 'none',
    timeoutMs: timeoutMs(),
    isLive: destination.live === true,
    dialect: knownDialect(destination.dialect),
  };
}

/** Base address of the server that takes the spans, without a slash at its end. */
export function collectorUrl({ url }: ExportSettings): string {
  const path = '/v1/traces';
  return url.endsWith(path) ? url.slice(0, -path.length) : new URL(url).origin;
}

/** An address as it may stand on a console or in a log: without the password or the key that it may carry. */
export function printableUrl(url: string): string {
  return url.replace(/(:\/\/)[^/?#]*@|^[^/?#]*@/, '$1').replace(/[?#].*$/, '?…');
}

/** Name of the experiment that spans are sent to. */
export function experimentName(options: AutologOptions): string {
  return options.experiment ?? getStringFromEnv('TRACEWRIGHT_EXPERIMENT') ?? 'Default';
}

/** Reads the certificate files. One that cannot be read is reported and left out. */
export function tlsSettings(): TlsSettings {
  const read = (name: string): Buffer | undefined => {
    const path = otlpEnv(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path);
    } catch (error) {
      report('warn', `tracewright: cannot read the file of OTEL_EXPORTER_OTLP_${name}`, error);
      return undefined;
    }
  };
  const [ca, cert, key] = [read('CERTIFICATE'), read('CLIENT_CERTIFICATE'), read('CLIENT_KEY')];
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function tracesUrl(endpoint: string | undefined): string {
  const exact = endpoint === undefined ? getStringFromEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') : undefined;
  const base = endpoint ?? getStringFromEnv('OTEL_EXPORTER_OTLP_ENDPOINT') ?? DEFAULT_ENDPOINT;
  const url = new URL(exact ?? `${base.replace(/\/+$/, '')}/v1/traces`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`the OTLP endpoint must be an http or https address: ${printableUrl(url.href)}`);
  return url.href;
}

/** A header takes only plain ASCII; the resource attribute carries every name. */
function experimentHeader(name: string): Record<string, string> {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(name) ? { [ROUTING_HEADER.experiment]: name } : {};
}

function envHeaders(): Record<string, string> {
  return {
    ...parseKeyPairsIntoRecord(getStringFromEnv('OTEL_EXPORTER_OTLP_HEADERS')),
    ...parseKeyPairsIntoRecord(getStringFromEnv('OTEL_EXPORTER_OTLP_TRACES_HEADERS')),
  };
}

function protocol(option: OtlpProtocol | undefined): OtlpProtocol {
  const name = option ?? otlpEnv('PROTOCOL')?.trim() ?? 'http/json';
  if (name === 'http/json' || name === 'http/protobuf') return name;
  report('warn', `tracewright: the OTLP protocol ${name} is not available; sending http/json`);
  return 'http/json';
}

function knownDialect(name: Dialect | undefined): Dialect | undefined {
  if (name === undefined || isDialect(name)) return name;
  report('warn', `tracewright: there is no dialect ${String(name)}; sending the GenAI conventions alone`);
  return undefined;
}

function timeoutMs(): number {
  const value =
    getNumberFromEnv('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT') ?? getNumberFromEnv('OTEL_EXPORTER_OTLP_TIMEOUT') ?? 10_000;
  return value > 0 ? value : 10_000;
}

/** The variable for traces, then the one for all signals. Empty counts as unset. */
function otlpEnv(name: string): string | undefined {
  return getStringFromEnv(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ?? getStringFromEnv(`OTEL_EXPORTER_OTLP_${name}`);
}
