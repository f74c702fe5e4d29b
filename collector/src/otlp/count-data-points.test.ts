import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { countDataPoints } from './count-data-points.ts';

/** Of OTLP's `metrics/v1/metrics.proto` what counting goes through, numbers as they stand there. */
const { root } = protobuf.parse(`syntax = "proto3";
  message Request { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { repeated ScopeMetrics scope_metrics = 2; string schema_url = 3; }
  message ScopeMetrics { repeated Metric metrics = 2; string schema_url = 3; }
  message Metric {
    string name = 1;
    string unit = 3;
    oneof data {
      Points gauge = 5;
      Points sum = 7;
      Points histogram = 9;
      Points exponential_histogram = 10;
      Points summary = 11;
    }
  }
  message Points { repeated Point data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
  message Point { fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; double as_double = 4; }`);
const Request = root.lookupType('Request');

const point = { startTimeUnixNano: '1', timeUnixNano: '2', asDouble: 0.5 };
const metrics = [
  { name: 'a', gauge: { dataPoints: [point] } },
  { name: 'b', unit: 's', sum: { dataPoints: [point, point], aggregationTemporality: 2, isMonotonic: true } },
  { name: 'c', histogram: { dataPoints: [point] } },
  { name: 'd', exponentialHistogram: { dataPoints: [point, point, point] } },
  { name: 'e', summary: { dataPoints: [point] } },
  { name: 'none of its kind yet', gauge: {} },
  { name: 'nothing' },
];
const json = { resourceMetrics: [{ scopeMetrics: [{ metrics, schemaUrl: 's' }, {}], schemaUrl: 's' }] };
const onWire = Request.encode(Request.fromObject(json)).finish();
const textOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test('data points are counted, and not the metrics that have them, in both encodings', () => {
  expect(countDataPoints(onWire, 'protobuf')).toBe(8);
  expect(countDataPoints(textOf(json), 'json')).toBe(8);
  expect(countDataPoints(new Uint8Array(), 'json')).toBe(0);
});

test('of points of two kinds in one metric the last stand, and those of one kind come together', () => {
  const Metric = root.lookupType('Metric');
  const of = (metric: object): Uint8Array => Metric.encode(Metric.fromObject(metric)).finish();
  const gauge = of({ gauge: { dataPoints: [{}, {}] } });
  const sum = of({ sum: { dataPoints: [{}] } });
  const requestOf = (...parts: Uint8Array[]): Uint8Array =>
    [18, 18, 10].reduce<Uint8Array>(
      (inner, tag) => Buffer.concat([Buffer.from([tag, inner.byteLength]), inner]),
      Buffer.concat(parts),
    );

  expect(countDataPoints(requestOf(gauge, sum), 'protobuf')).toBe(1);
  expect(countDataPoints(requestOf(sum, gauge, gauge), 'protobuf')).toBe(4);
});

test('a request that is cut off anywhere, or whose points are none, is refused', () => {
  for (let end = 1; end < onWire.byteLength; end++) {
    expect(() => countDataPoints(onWire.subarray(0, end), 'protobuf')).toThrow();
  }
  const odd = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: { dataPoints: [7] } }] }] }] };
  expect(() => countDataPoints(textOf(odd), 'json')).toThrow('dataPoints');
});
