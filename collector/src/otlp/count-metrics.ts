import type { OtlpEncoding } from './encoding.ts';
import { type JsonObject, objectOf, objectsOf } from './json-field.ts';
import { parseJson } from './parse-json.ts';
import { WireReader } from './wire-reader.ts';

/** Field 1 of the request, field 2 of its element, field 2 of that one's. */
const NEST = [10, 18, 18] as const;
const LAST_FIELD = [1, 3, 3] as const;

/** JSON names on the way down to the metrics. */
const PATH = ['resourceMetrics', 'scopeMetrics', 'metrics'] as const;

/**
 * Counts the metrics of a request, whose content is not looked at.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed down to the metrics' own fields.
 */
export function countMetrics(body: Uint8Array, encoding: OtlpEncoding): number {
  if (encoding === 'protobuf') return countOnWire(new WireReader(body), 0);
  if (body.byteLength === 0) return 0;
  let level: readonly JsonObject[] = [objectOf(parseJson(body), 'the request')];
  for (const name of PATH) level = level.flatMap((item) => objectsOf(item[name], name));
  return level.length;
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
    count += depth === NEST.length - 1 ? countMetric(reader) : countOnWire(reader, depth + 1);
    reader.leave(outer);
  }
  return count;
}

/** Fields 1 and 3 beside the nested ones are the origin and the schema URL: both run by a length. */
function skipOther(reader: WireReader, tag: number, depth: number): void {
  if ((tag & 7) === 2) reader.skipBytes();
  else reader.skipUnknown(tag, LAST_FIELD[depth] ?? 0);
}

function countMetric(reader: WireReader): number {
  while (reader.hasMore()) reader.skipUnknown(reader.tag(), 0);
  return 1;
}
