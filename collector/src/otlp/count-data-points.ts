import type { OtlpEncoding } from './encoding.ts';
import { type JsonObject, objectOf, objectsOf } from './json-field.ts';
import { parseJson } from './parse-json.ts';
import { WireReader } from './wire-reader.ts';

/** Field 1 of the request, field 2 of its element, field 2 of that one's. */
const NEST = [10, 18, 18] as const;
const LAST_FIELD = [1, 3, 3] as const;

/** JSON names on the way down to the metrics. */
const PATH = ['resourceMetrics', 'scopeMetrics', 'metrics'] as const;

/** What a metric's points are: of these fields it has one, the last that was sent. Each has its points in field 1. */
const POINTS_TAGS: readonly number[] = [42, 58, 74, 82, 90];
const POINTS_NAMES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;
const DATA_POINTS = 10;

/**
 * Counts the data points of a request's metrics, which OTLP speaks of where some are refused; what stands in them is not
 * looked at.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed down to the points.
 */
export function countDataPoints(body: Uint8Array, encoding: OtlpEncoding): number {
  if (encoding === 'protobuf') return countOnWire(new WireReader(body), 0);
  if (body.byteLength === 0) return 0;
  let level: readonly JsonObject[] = [objectOf(parseJson(body), 'the request')];
  for (const name of PATH) level = level.flatMap((item) => objectsOf(item[name], name));
  return level.reduce((count, metric) => count + pointsInJson(metric), 0);
}

function pointsInJson(metric: JsonObject): number {
  const name = POINTS_NAMES.findLast((each) => metric[each] !== undefined && metric[each] !== null);
  return name === undefined ? 0 : objectsOf(objectOf(metric[name], name).dataPoints, 'dataPoints').length;
}

function countOnWire(reader: WireReader, depth: number): number {
  let count = 0;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== NEST[depth]) {
      skipOther(reader, tag, depth);
      continue;
    }
    const outer = reader.enter();
    count += depth === NEST.length - 1 ? countInMetric(reader) : countOnWire(reader, depth + 1);
    reader.leave(outer);
  }
  return count;
}

/** Fields 1 and 3 beside the nested ones are the origin and the schema URL: both run by a length. */
function skipOther(reader: WireReader, tag: number, depth: number): void {
  if ((tag & 7) === 2) reader.skipBytes();
  else reader.skipUnknown(tag, LAST_FIELD[depth] ?? 0);
}

function countInMetric(reader: WireReader): number {
  let count = 0;
  let last = 0;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (!POINTS_TAGS.includes(tag)) {
      reader.skipUnknown(tag, 0);
      continue;
    }
    // Another kind of points takes the place of those before; more of the same kind are added to them.
    if (tag !== last) count = 0;
    last = tag;
    const outer = reader.enter();
    while (reader.hasMore()) {
      const inner = reader.tag();
      if (inner === DATA_POINTS) count++;
      reader.skipUnknown(inner, 0);
    }
    reader.leave(outer);
  }
  return count;
}
