import {
  childIndex,
  criticalPath,
  criticalTimesUs,
  selfTimesUs,
  type TraceColumns,
  traceInterval,
} from '@tracewright/attribution';
import { FLAG, SECTION } from '../chunk/section.ts';
import type { ChunkRows } from './chunk-rows.ts';
import { parentRow } from './parent-row.ts';

/** Where the time went in the traces of a chunk that have all their spans in it. */
export interface ChunkTimes {
  /** By row, µs. */
  readonly selfUs: Float64Array;
  readonly criticalUs: Float64Array;
  /** By trace: the interval that the critical path fills, µs. */
  readonly traceUs: Float64Array;
}

/** Attributes the time of every trace of the chunk that is open. */
export function chunkTimes(rows: ChunkRows): ChunkTimes {
  const { spanCount, traceCount } = rows.chunk;
  const times = {
    selfUs: new Float64Array(spanCount),
    criticalUs: new Float64Array(spanCount),
    traceUs: new Float64Array(traceCount),
  };
  const firstRows = rows.firstRows();
  for (let index = 0; index < traceCount; index++) {
    const from = firstRows[index]!;
    const order = rowsByStart(rows, from, firstRows[index + 1]!);
    const trace = columnsOf(rows, from, order);
    const self = selfTimesUs(trace);
    const critical = criticalTimesUs(trace, criticalPath(trace));
    for (let at = 0; at < order.length; at++) {
      times.selfUs[order[at]!] = self[at]!;
      times.criticalUs[order[at]!] = critical[at]!;
    }
    const interval = traceInterval(trace, childIndex(trace).roots);
    times.traceUs[index] = interval.endUs - interval.startUs;
  }
  return times;
}

/** Rows of a trace in the order in which attribution looks at spans. */
function rowsByStart(rows: ChunkRows, from: number, to: number): readonly number[] {
  const high = rows.column(SECTION.startHigh);
  const low = rows.column(SECTION.startLow);
  const order = Array.from({ length: to - from }, (_, index) => from + index);
  return order.sort(
    (a, b) => high[a]! - high[b]! || low[a]! - low[b]! || depth(rows, from, a) - depth(rows, from, b) || a - b,
  );
}

/** Of spans that start together, parents come first. */
function depth(rows: ChunkRows, from: number, row: number): number {
  let steps = 0;
  for (let at = row; at >= 0 && steps < 64; at = parentRow(rows, from, at)) steps++;
  return steps;
}

function columnsOf(rows: ChunkRows, from: number, order: readonly number[]): TraceColumns {
  const count = order.length;
  const place = new Int32Array(count);
  for (let at = 0; at < count; at++) place[order[at]! - from] = at;
  const kind = rows.column(SECTION.kind);
  const otelKind = rows.column(SECTION.otelKind);
  const ttft = rows.column(SECTION.ttftUs);
  const flags = rows.column(SECTION.flags);
  const trace = {
    count,
    parent: new Int32Array(count),
    kind: new Uint8Array(count),
    otelKind: new Uint8Array(count),
    startUs: new Float64Array(count),
    endUs: new Float64Array(count),
    ttftUs: new Float64Array(count),
    streamInput: new Uint8Array(count),
  };
  const high = rows.column(SECTION.startHigh);
  const low = rows.column(SECTION.startLow);
  const lengthHigh = rows.column(SECTION.lengthHigh);
  const lengthLow = rows.column(SECTION.lengthLow);
  const first = order[0]!;
  let lastUs = 0;
  for (let at = 0; at < count; at++) {
    const row = order[at]!;
    const parent = parentRow(rows, from, row);
    // Differences of the halves are exact where whole times would not be.
    const startNs = (high[row]! - high[first]!) * 0x1_0000_0000 + (low[row]! - low[first]!);
    trace.parent[at] = parent < 0 ? -1 : place[parent - from]!;
    trace.kind[at] = kind[row]!;
    trace.otelKind[at] = otelKind[row]!;
    trace.startUs[at] = Math.round(startNs / 1_000);
    trace.endUs[at] = Math.round((startNs + lengthHigh[row]! * 0x1_0000_0000 + lengthLow[row]!) / 1_000);
    trace.ttftUs[at] = ttft[row]!;
    trace.streamInput[at] = (flags[row]! & FLAG.streamInput) === 0 ? 0 : 1;
    lastUs = Math.max(lastUs, trace.endUs[at]!);
  }
  for (let at = 0; at < count; at++)
    if (rows.isPending(order[at]!)) trace.endUs[at] = Math.max(trace.startUs[at]!, lastUs);
  return trace;
}
