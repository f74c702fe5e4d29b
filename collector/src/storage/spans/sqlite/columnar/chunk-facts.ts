import { STEP_KINDS } from '@tracewright/schema';
import { isCall } from '../../trace-bill.ts';
import { FLAG, PARENT, SECTION } from '../chunk/section.ts';
import { type ChunkPaths, chunkPaths } from './chunk-paths.ts';
import type { ChunkRows } from './chunk-rows.ts';
import { type ChunkTimes, chunkTimes } from './chunk-times.ts';
import type { HotChunk } from './hot-chunk.ts';
import { parentRow } from './parent-row.ts';

/** Which kinds stand for a call, by their codes. */
export const CALL_KINDS: readonly boolean[] = STEP_KINDS.map((kind) => isCall({ kind }));

/**
 * What follows from the columns of one chunk, which never change: worked out when it is first asked for, while the chunk
 * is the open one, and kept as long as the chunk is.
 */
export class ChunkFacts {
  static readonly #known = new WeakMap<HotChunk, ChunkFacts>();
  #durationsUs: Float64Array | undefined;
  #hasPending: boolean | undefined;
  #times: ChunkTimes | undefined;
  #repeated: Uint8Array | undefined;
  #callsElsewhere: readonly string[] | undefined;
  #paths: ChunkPaths | undefined;

  /** Those of the chunk that is open. */
  static of({ chunk }: ChunkRows): ChunkFacts {
    const facts = ChunkFacts.#known.get(chunk) ?? new ChunkFacts();
    ChunkFacts.#known.set(chunk, facts);
    return facts;
  }

  /** Lengths of all rows, whole µs, -1 while they run; rounded as `offsetUs` does. */
  durationsUs(rows: ChunkRows): Float64Array {
    this.#durationsUs ??= durationsUs(rows);
    return this.#durationsUs;
  }

  /** Whether any of its spans still ran. */
  hasPending(rows: ChunkRows): boolean {
    this.#hasPending ??= rows
      .column(SECTION.flags)
      .subarray(0, rows.chunk.spanCount)
      .some((flags) => (flags & FLAG.pending) !== 0);
    return this.#hasPending;
  }

  /** Where the time went in the traces that have all their spans in it. */
  times(rows: ChunkRows): ChunkTimes {
    this.#times ??= chunkTimes(rows);
    return this.#times;
  }

  /** The self times of rows, -1 where they still run, µs. */
  endedSelfUs(rows: ChunkRows): Float64Array {
    const { selfUs } = this.times(rows);
    return this.hasPending(rows) ? selfUs.map((us, row) => (rows.isPending(row) ? -1 : us)) : selfUs;
  }

  /** The path of each row in traces that have all their spans in the chunk. */
  paths(rows: ChunkRows): ChunkPaths {
    this.#paths ??= chunkPaths(rows);
    return this.#paths;
  }

  /** 1 for calls whose own child is a call of their kind that says what it used. */
  repeatedCalls(rows: ChunkRows): Uint8Array {
    this.#repeated ??= repeatedCalls(rows);
    return this.#repeated;
  }

  /** Traces where another chunk may decide which call repeats which. */
  callsElsewhere(rows: ChunkRows): readonly string[] {
    this.#callsElsewhere ??= callsElsewhere(rows);
    return this.#callsElsewhere;
  }
}

function durationsUs(rows: ChunkRows): Float64Array {
  const { spanCount } = rows.chunk;
  const high = rows.column(SECTION.lengthHigh);
  const low = rows.column(SECTION.lengthLow);
  const flags = rows.column(SECTION.flags);
  const durations = new Float64Array(spanCount);
  for (let row = 0; row < spanCount; row++) {
    const isPending = (flags[row]! & FLAG.pending) !== 0;
    durations[row] = isPending ? -1 : Math.round((high[row]! * 0x1_0000_0000 + low[row]!) / 1_000);
  }
  return durations;
}

function callsElsewhere(rows: ChunkRows): readonly string[] {
  const kind = rows.column(SECTION.kind);
  const parents = rows.column(SECTION.parent);
  const fallbacks = rows.column(SECTION.fallbackParent);
  const flags = rows.column(SECTION.flags);
  const firstRows = rows.firstRows();
  const found: string[] = [];
  for (let index = 0; index < rows.chunk.traceCount; index++) {
    for (let row = firstRows[index]!; row < firstRows[index + 1]!; row++) {
      // The last record of a running span may be of another kind and have another parent.
      const isPending = (flags[row]! & FLAG.pending) !== 0;
      const isElsewhere = parents[row] === PARENT.elsewhere || fallbacks[row] === PARENT.elsewhere;
      if (!isPending && !(isElsewhere && CALL_KINDS[kind[row]!])) continue;
      found.push(rows.chunk.traceId(index));
      break;
    }
  }
  return found;
}

function repeatedCalls(rows: ChunkRows): Uint8Array {
  const { spanCount, traceCount } = rows.chunk;
  const repeated = new Uint8Array(spanCount);
  const kind = rows.column(SECTION.kind);
  const input = rows.column(SECTION.inputTokens);
  const output = rows.column(SECTION.outputTokens);
  const cost = rows.column(SECTION.costNanoUsd);
  const firstRows = rows.firstRows();
  for (let index = 0; index < traceCount; index++) {
    const from = firstRows[index]!;
    const to = firstRows[index + 1]!;
    for (let row = from; row < to; row++) {
      if (!CALL_KINDS[kind[row]!] || (input[row]! < 0 && output[row]! < 0 && cost[row]! < 0)) continue;
      const parent = parentRow(rows, from, row);
      // One that names itself as its parent is a root.
      if (parent >= 0 && parent !== row && kind[parent] === kind[row]) repeated[parent] = 1;
    }
  }
  return repeated;
}
