import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  collectorUrl,
  destinationSettings,
  experimentName,
  exportSettings,
  printableUrl,
  tlsSettings,
} from './settings.ts';

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/^(OTEL|TRACEWRIGHT)_/.test(name)) vi.stubEnv(name, undefined);
});

afterEach(() => vi.unstubAllEnvs());

test('without options and environment spans go to localhost as JSON', () => {
  expect(exportSettings({})).toEqual({
    url: 'http://localhost:4318/v1/traces',
    headers: { 'x-tracewright-experiment': 'Default' },
    protocol: 'http/json',
    compression: 'none',
    timeoutMs: 10_000,
    isLive: false,
  });
});

test.each([
  ['http://collector:4318', 'http://collector:4318/v1/traces'],
  ['http://collector:4318/', 'http://collector:4318/v1/traces'],
  ['https://host/otlp/', 'https://host/otlp/v1/traces'],
])('the base address %s becomes %s', (endpoint, url) => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
  expect(exportSettings({}).url).toBe(url);
  expect(exportSettings({ endpoint }).url).toBe(url);
});

test('the address for traces is taken as it stands, and the option goes before it', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://general:4318');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://traces:4318/custom');
  expect(exportSettings({}).url).toBe('http://traces:4318/custom');
  expect(exportSettings({ endpoint: 'http://option:1' }).url).toBe('http://option:1/v1/traces');
});

test.each(['not an address', 'ftp://host', 'localhost:4318'])('the endpoint %s is refused', (endpoint) => {
  expect(() => exportSettings({ endpoint })).toThrow(TypeError);
});

test.each([
  ['http://me:hidden@host:4318/v1/traces', 'http://host:4318/v1/traces'],
  ['https://hidden@host/otlp/v1/traces', 'https://host/otlp/v1/traces'],
  ['https://host/v1/traces?key=hidden#part', 'https://host/v1/traces?…'],
  ['me:hidden@host:4318/v1/traces', 'host:4318/v1/traces'],
  ['http://host:4318/@team/v1/traces', 'http://host:4318/@team/v1/traces'],
])('what is printed of %s has no password and no key in it', (url, printed) => {
  expect(printableUrl(url)).toBe(printed);
});

test('an endpoint is refused without a word of its password', () => {
  const refused = () => exportSettings({ endpoint: 'ftp://me:hidden@host' });
  expect(refused).toThrow('the OTLP endpoint must be an http or https address: ftp://host/v1/traces');
});

test('headers add up, the nearer source going first', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20general,a=1');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'a=2,b=2');
  expect(exportSettings({ headers: { b: '3' }, experiment: 'support bot' }).headers).toEqual({
    'x-tracewright-experiment': 'support bot',
    authorization: 'Bearer general',
    a: '2',
    b: '3',
  });
});

test.each(['größe', 'a\nb', '', ' padded'])(
  'an experiment named %j, which no header can carry, is not put into one',
  (experiment) => {
    expect(exportSettings({ experiment }).headers).toEqual({});
  },
);

test('the experiment comes from the option, then the environment, then is Default', () => {
  expect(experimentName({})).toBe('Default');
  vi.stubEnv('TRACEWRIGHT_EXPERIMENT', 'from-env');
  expect(experimentName({})).toBe('from-env');
  expect(experimentName({ experiment: 'from-option' })).toBe('from-option');
});

test('protocol, compression and time-out follow the variables for traces, then the general ones', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf');
  vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '2000');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', '3000');
  expect(exportSettings({})).toMatchObject({ protocol: 'http/protobuf', compression: 'gzip', timeoutMs: 3_000 });
  expect(exportSettings({ protocol: 'http/json' }).protocol).toBe('http/json');
});

test('each destination has settings of its own, and the keys of the environment stay with the receiver it names', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318');
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20secret');
  const destinations = [
    { live: true, dialect: 'mlflow' },
    { endpoint: 'https://other/otlp', headers: { 'x-key': 'k' }, protocol: 'http/protobuf', compression: 'gzip' },
  ] as const;
  expect(destinationSettings({ destinations, experiment: 'e', endpoint: 'http://unused' })).toMatchObject([
    {
      url: 'http://collector:4318/v1/traces',
      headers: { authorization: 'Bearer secret', 'x-tracewright-experiment': 'e' },
      protocol: 'http/json',
      isLive: true,
      dialect: 'mlflow',
    },
    {
      url: 'https://other/otlp/v1/traces',
      headers: { 'x-key': 'k', 'x-tracewright-experiment': 'e' },
      protocol: 'http/protobuf',
      compression: 'gzip',
      isLive: false,
      dialect: undefined,
    },
  ]);
  expect(destinationSettings({ destinations })[1]?.headers).not.toHaveProperty('authorization');
  expect(destinationSettings({ endpoint: 'http://one', destinations: [] })).toMatchObject([
    { url: 'http://one/v1/traces', headers: { authorization: 'Bearer secret' } },
  ]);
});

test.each([
  ['http://collector:4318/v1/traces', 'http://collector:4318'],
  ['https://host/base/v1/traces', 'https://host/base'],
  ['http://traces:4318/custom', 'http://traces:4318'],
])('the collector that takes spans at %s is at %s', (url, base) => {
  expect(collectorUrl({ ...exportSettings({}), url })).toBe(base);
});

test('a protocol that we cannot speak, and a time-out that makes no sense, fall back to the defaults', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '-5');
  expect(exportSettings({})).toMatchObject({ protocol: 'http/json', timeoutMs: 10_000 });
});

test('a dialect that we do not speak is left out', () => {
  expect(exportSettings({ dialect: 'esperanto' as 'mlflow' }).dialect).toBeUndefined();
});

test('a certificate file that cannot be read is left out', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_CERTIFICATE', '/nowhere/ca.pem');
  expect(tlsSettings()).toEqual({});
});
