import type { Aggregate, AggregateRequest, Dimension } from './aggregate.ts';
import { Figures, type Measured } from './figures.ts';
import type { LightField, LightRow } from './light-row.ts';

type Value = string | null;

/** What every figure takes of a trace. */
const MEASURED = [
  'durationUs',
  'status',
  'inputTokens',
  'outputTokens',
  'costNanoUsd',
  'isCostPartial',
] as const satisfies readonly LightField[];

/** Where the values of a dimension stand. */
const FIELD: Partial<Record<Dimension, LightField>> = {
  time: 'startMs',
  model: 'models',
  name: 'name',
  service: 'service',
  user: 'userId',
  session: 'sessionId',
  experiment: 'experimentId',
  run: 'runId',
};

/** What has to be known of traces to group them that way. */
export function fieldsOfTraces({ by }: AggregateRequest): readonly LightField[] {
  const fields = new Set<LightField>(MEASURED);
  for (const dimension of by) {
    const field = typeof dimension === 'string' ? FIELD[dimension] : 'traceId';
    if (field !== undefined) fields.add(field);
  }
  return [...fields];
}

/** Counts traces in their groups. One with several models counts in the group of each. @param rows with {@link fieldsOfTraces} @returns the figures of all */
export function aggregateTraces(rows: Iterable<LightRow>, { by }: AggregateRequest, into: Aggregate): Figures {
  const total = new Figures();
  for (const row of rows) {
    let keys: readonly Value[][] = [[]];
    for (const dimension of by) {
      const value =
        typeof dimension === 'string' ? valuesOf(dimension, row, into) : (dimension.valueOf.get(row.traceId) ?? null);
      // Nearly always there is one: then nothing is copied.
      if (typeof value === 'string' || value === null) for (const key of keys) key.push(value);
      else keys = keys.flatMap((key) => value.map((each) => [...key, each]));
    }
    into.addTrace(row.durationUs);
    const measured = measure(row);
    total.add(measured);
    for (const key of keys) into.figures(key).add(measured);
  }
  return total;
}

function measure(row: LightRow): Measured {
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

/** One value, or several where a trace counts in the group of each. */
function valuesOf(dimension: string, row: LightRow, into: Aggregate): Value | readonly Value[] {
  switch (dimension) {
    case 'time':
      return into.timeKeyOf(row.startMs);
    case 'model':
      return row.models.length > 1 ? row.models : (row.models[0] ?? null);
    case 'name':
      return row.name || null;
    case 'status':
      return row.status;
    case 'service':
      return row.service || null;
    case 'user':
      return row.userId || null;
    case 'session':
      return row.sessionId || null;
    case 'experiment':
      return row.experimentId;
    case 'run':
      return row.runId || null;
    default:
      throw new TypeError(`traces are not grouped by ${dimension}`);
  }
}
