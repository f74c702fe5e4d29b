import type { TraceModel } from '../model/trace-model.ts';

/** How much ran at each of the columns of a trace's whole time. */
export interface Density {
  /** Spans without children that ran, on average over the column. */
  readonly all: Float64Array;
  /** Of them model calls. */
  readonly calls: Float64Array;
  /** Kind on the critical path for the largest part of the column, -1 where it is in no span. */
  readonly path: Int8Array;
  /** 1 where a span that failed ended. */
  readonly errors: Uint8Array;
}

const MODEL_CALL = 1;
const ERROR = 2;

/** Counts what ran in each of so many columns; linear in the spans. */
export function density(model: TraceModel, width: number): Density {
  const { columns, order, skeleton, path } = model;
  const perUs = width / Math.max(1, skeleton.durationUs);
  const result: Density = {
    all: new Float64Array(width + 1),
    calls: new Float64Array(width + 1),
    path: new Int8Array(width).fill(-1),
    errors: new Uint8Array(width),
  };
  for (let position = 0; position < order.spans.length; position++) {
    const span = order.spans[position]!;
    if (span < 0) continue;
    const from = columns.startUs[span]! * perUs;
    const to = columns.endUs[span]! * perUs;
    if (skeleton.status[span] === ERROR) result.errors[Math.min(width - 1, Math.floor(to))] = 1;
    if (order.end[position] !== position + 1) continue;
    spread(result.all, from, to);
    if (columns.kind[span] === MODEL_CALL) spread(result.calls, from, to);
  }
  accumulate(result.all);
  accumulate(result.calls);

  const covered = new Float64Array(width);
  for (let section = 0; section < path.span.length; section++) {
    const span = path.span[section]!;
    const from = path.startUs[section]! * perUs;
    const to = path.endUs[section]! * perUs;
    for (let column = Math.floor(from); column < Math.min(width, Math.ceil(to)); column++) {
      const part = Math.min(to, column + 1) - Math.max(from, column);
      if (part <= covered[column]!) continue;
      covered[column] = part;
      result.path[column] = span === -1 ? -1 : columns.kind[span]!;
    }
  }
  return result;
}

/** Notes where the height changes: the columns at both ends are covered in part. */
function spread(changes: Float64Array, from: number, to: number): void {
  const last = changes.length - 1;
  add(changes, Math.min(last, Math.max(0, from)), 1);
  add(changes, Math.min(last, Math.max(0, to)), -1);
}

function add(changes: Float64Array, at: number, amount: number): void {
  const column = Math.floor(at);
  const part = 1 - (at - column);
  changes[column]! += amount * part;
  if (column + 1 < changes.length) changes[column + 1]! += amount * (1 - part);
}

function accumulate(changes: Float64Array): void {
  for (let column = 1; column < changes.length; column++) changes[column]! += changes[column - 1]!;
}
