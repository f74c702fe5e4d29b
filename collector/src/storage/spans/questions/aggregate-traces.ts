import type { TraceRow } from '../span-store.ts';
import type { Aggregate, AggregateRequest } from './aggregate.ts';
import { timeKey } from './aggregate.ts';
import { Figures, type Measured } from './figures.ts';

type Value = string | null;

/** Counts traces in their groups. One with several models counts in the group of each. @returns the figures of all */
export function aggregateTraces(rows: Iterable<TraceRow>, { by }: AggregateRequest, into: Aggregate): Figures {
  const total = new Figures();
  for (const row of rows) {
    const keys = by.reduce<readonly (readonly Value[])[]>(
      (all, dimension) => {
        const values =
          typeof dimension === 'string' ? valuesOf(dimension, row, into) : [dimension.valueOf.get(row.traceId) ?? null];
        return all.flatMap((key) => values.map((value) => [...key, value]));
      },
      [[]],
    );
    into.addTrace(row.durationUs);
    const measured = measure(row);
    total.add(measured);
    for (const key of keys) into.figures(key).add(measured);
  }
  return total;
}

function measure(row: TraceRow): Measured {
  return {
    isError: row.status === 'error',
    durationUs: row.status === 'running' ? -1 : row.durationUs,
    selfUs: -1,
    criticalUs: row.durationUs,
    ttftUs: -1,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    costNanoUsd: row.costNanoUsd,
    isCostPartial: row.isCostPartial,
  };
}

function valuesOf(dimension: string, row: TraceRow, { buckets }: Aggregate): readonly Value[] {
  switch (dimension) {
    case 'time':
      return [timeKey(buckets.startOf(Number(row.startNs / 1_000_000n)))];
    case 'model':
      return row.models.length === 0 ? [null] : row.models;
    case 'name':
      return [row.name || null];
    case 'status':
      return [row.status];
    case 'service':
      return [row.service || null];
    case 'user':
      return [row.userId || null];
    case 'session':
      return [row.sessionId || null];
    case 'experiment':
      return [row.experimentId];
    case 'run':
      return [row.runId || null];
    default:
      throw new TypeError(`traces are not grouped by ${dimension}`);
  }
}
