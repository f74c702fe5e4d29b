import { STEP_KINDS } from '@tracewright/schema';
import { type Aggregate, type AggregateRequest, timeKey } from '../../questions/aggregate.ts';
import type { Figures } from '../../questions/figures.ts';
import { MAX_CHUNK_SPANS } from '../chunk/chunk-plan.ts';
import { SECTION } from '../chunk/section.ts';
import { ChunkFacts } from './chunk-facts.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { HotSection } from './hot-chunk.ts';

type Value = string | null;
type Numbers = Float64Array | Uint32Array;

/** A number for each row of one chunk by what it is grouped by, and what each number stands for. */
interface Codes {
  readonly of: Numbers;
  readonly value: (code: number) => Value;
  /** One more than the largest. */
  readonly count: number;
}

const TEXT: Readonly<Record<string, HotSection>> = {
  provider: SECTION.provider,
  model: SECTION.model,
  name: SECTION.name,
  service: SECTION.service,
  user: SECTION.userId,
  session: SECTION.sessionId,
  run: SECTION.runId,
  prompt: SECTION.promptName,
  promptVersion: SECTION.promptVersion,
};

const STATUSES = ['unset', 'ok', 'error', 'running'];

/** Up to so many groups are found by their place in a list, more by a map. */
const MAX_LISTED = 0x1_0000;

/** Numbers of groups, overwritten for each chunk. */
const places = new Float64Array(MAX_CHUNK_SPANS);

/** Finds the figures that each row of the open chunk counts in. @param mask 1 for the rows that are going to be asked for */
export function groupRows(
  rows: ChunkRows,
  mask: Uint8Array,
  { by }: AggregateRequest,
  into: Aggregate,
  experimentOf: (traceId: string) => string,
): (row: number) => Figures {
  const dimensions = by.map((dimension): Codes => {
    if (typeof dimension !== 'string') return traceCodes(rows, (traceId) => dimension.valueOf.get(traceId) ?? null);
    if (dimension === 'experiment') return traceCodes(rows, experimentOf);
    if (dimension === 'time') return timeCodes(rows, mask, into);
    if (dimension === 'path') return pathCodes(rows);
    if (dimension === 'status') return statusCodes(rows);
    if (dimension === 'kind')
      return { of: rows.column(SECTION.kind), value: (code) => STEP_KINDS[code] ?? 'task', count: 256 };
    const { texts } = rows.chunk;
    return { of: rows.column(TEXT[dimension]!), value: (code) => texts[code] || null, count: texts.length };
  });
  const placeOf = combined(dimensions, rows.chunk.spanCount);
  const groups = dimensions.reduce((product, { count }) => product * count, 1);
  const begin = (row: number): Figures => into.figures(dimensions.map(({ of, value }) => value(of[row]!)));
  return groups <= MAX_LISTED ? listed(placeOf, groups, begin) : mapped(placeOf, begin);
}

/** One number for all dimensions together. */
function combined(dimensions: readonly Codes[], spanCount: number): Numbers {
  const [first, ...others] = dimensions;
  if (first !== undefined && others.length === 0) return first.of;
  if (first === undefined) places.fill(0, 0, spanCount);
  else places.set(first.of.length > spanCount ? first.of.subarray(0, spanCount) : first.of);
  for (const { of, count } of others) {
    for (let row = 0; row < spanCount; row++) places[row] = places[row]! * count + of[row]!;
  }
  return places;
}

function listed(placeOf: Numbers, groups: number, begin: (row: number) => Figures): (row: number) => Figures {
  const known = new Array<Figures | undefined>(groups).fill(undefined);
  return (row) => {
    const place = placeOf[row]!;
    const figures = known[place];
    if (figures !== undefined) return figures;
    const begun = begin(row);
    known[place] = begun;
    return begun;
  };
}

function mapped(placeOf: Numbers, begin: (row: number) => Figures): (row: number) => Figures {
  const known = new Map<number, Figures>();
  return (row) => {
    const place = placeOf[row]!;
    const figures = known.get(place);
    if (figures !== undefined) return figures;
    const begun = begin(row);
    known.set(place, begun);
    return begun;
  };
}

/** Rows begin mostly in the bucket of the row before. */
function timeCodes(rows: ChunkRows, mask: Uint8Array, { buckets }: Aggregate): Codes {
  const { spanCount } = rows.chunk;
  const high = rows.column(SECTION.startHigh);
  const low = rows.column(SECTION.startLow);
  const of = new Uint32Array(spanCount);
  const starts: number[] = [];
  const codes = new Map<number, number>();
  let start = 0;
  let end = 0;
  let code = 0;
  for (let row = 0; row < spanCount; row++) {
    if (mask[row] === 0) continue;
    const ms = Math.floor((high[row]! * 0x1_0000_0000 + low[row]!) / 1e6);
    if (ms < start || ms >= end) {
      start = buckets.startOf(ms);
      end = buckets.nextOf(start);
      code = codes.get(start) ?? starts.push(start) - 1;
      codes.set(start, code);
    }
    of[row] = code;
  }
  return { of, value: (at) => timeKey(starts[at]!), count: starts.length };
}

function statusCodes(rows: ChunkRows): Codes {
  const of = new Uint32Array(rows.chunk.spanCount);
  for (let row = 0; row < of.length; row++) of[row] = rows.status(row);
  return { of, value: (code) => STATUSES[code]!, count: STATUSES.length };
}

/** Whole traces are in the chunk: those that are not are counted elsewhere. */
function pathCodes(rows: ChunkRows): Codes {
  const { of, paths } = ChunkFacts.of(rows).paths(rows);
  return { of, value: (code) => paths.text(code), count: paths.count };
}

/** Something that all spans of a trace share. */
function traceCodes(rows: ChunkRows, valueOfTrace: (traceId: string) => Value): Codes {
  const { traceCount, spanCount } = rows.chunk;
  const firstRows = rows.firstRows();
  const values: Value[] = [];
  const codes = new Map<Value, number>();
  const of = new Uint32Array(spanCount);
  for (let index = 0; index < traceCount; index++) {
    const value = valueOfTrace(rows.chunk.traceId(index));
    const code = codes.get(value) ?? values.push(value) - 1;
    codes.set(value, code);
    of.fill(code, firstRows[index]!, firstRows[index + 1]!);
  }
  return { of, value: (code) => values[code] ?? null, count: values.length };
}
