import type { Interval } from '../model/time-boxes.ts';
import type { TraceModel } from '../model/trace-model.ts';
import { rowData } from './row-data.ts';

/** A run of siblings as one. Absent numbers are undefined. */
export interface RunData {
  readonly size: number;
  readonly errorCount: number;
  /** From the first start to the last end. */
  readonly startUs: number;
  readonly endUs: number;
  readonly tokens: number | undefined;
  readonly costUsd: number | undefined;
  /** Of the members, in order of start. */
  readonly intervals: readonly Interval[];
}

const known = new WeakMap<TraceModel, Map<number, RunData>>();

/** Adds the members of a run up, once for a trace. */
export function runData(model: TraceModel, run: number): RunData {
  const ofModel = known.get(model) ?? new Map<number, RunData>();
  known.set(model, ofModel);
  const data = ofModel.get(run) ?? addUp(model, run);
  ofModel.set(run, data);
  return data;
}

function addUp(model: TraceModel, run: number): RunData {
  const { order, runs } = model;
  let errorCount = 0;
  let tokens: number | undefined;
  let costUsd: number | undefined;
  const intervals: Interval[] = [];
  for (let position = runs.first[run]!; position < runs.end[run]!; position = order.end[position]!) {
    const data = rowData(model, order.spans[position]!);
    if (data.isError) errorCount++;
    if (data.tokens !== undefined) tokens = (tokens ?? 0) + data.tokens;
    if (data.costUsd !== undefined) costUsd = (costUsd ?? 0) + data.costUsd;
    intervals.push([data.startUs, data.endUs]);
  }
  return {
    size: runs.size[run]!,
    errorCount,
    startUs: intervals.reduce((first, [fromUs]) => Math.min(first, fromUs), Number.POSITIVE_INFINITY),
    endUs: intervals.reduce((last, [, toUs]) => Math.max(last, toUs), 0),
    tokens,
    costUsd,
    intervals,
  };
}
