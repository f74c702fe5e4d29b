import type { Nanos } from '@tracewright/schema';
import { allOf, compare, type Expression } from '../filter/expression.ts';
import { rowsOf } from '../routes/api/traces-of.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';

/** How long the traces of one experiment are kept. */
export interface ExperimentAge {
  readonly experimentId: string;
  /** Undefined: for ever. */
  readonly maxAgeMs: number | undefined;
}

/** How long traces of a workspace are kept. */
export interface TraceAges {
  /** Of experiments that have no rule of their own; undefined: for ever. */
  readonly maxAgeMs: number | undefined;
  readonly experiments: readonly ExperimentAge[];
}

type Spans = Pick<SpanStore, 'oldestTraces' | 'listTraces'>;

/** Traces of a workspace that ended longer ago than they are kept, some at a time: whoever is told takes them out. */
export async function* tooOldTraces(
  spans: Spans,
  workspaceId: string,
  ages: TraceAges,
  nowNs: Nanos,
  limit: number,
): AsyncGenerator<readonly string[]> {
  const { maxAgeMs, experiments } = ages;
  if (experiments.length > 0) return yield* byExperiment(spans, workspaceId, ages, nowNs, limit);
  if (maxAgeMs === undefined) return;
  const endedBefore = before(nowNs, maxAgeMs);
  for (let last = ''; ; ) {
    const traceIds = await spans.oldestTraces({ workspaceId, endedBefore, limit });
    // The same again: nobody takes them out.
    if (traceIds.length === 0 || traceIds[0] === last) return;
    last = traceIds[0]!;
    yield traceIds;
  }
}

async function* byExperiment(
  spans: Spans,
  workspaceId: string,
  { maxAgeMs, experiments }: TraceAges,
  nowNs: Nanos,
  limit: number,
): AsyncGenerator<readonly string[]> {
  const endedBefore = (ageMs: number): Expression => compare('end', '<', before(nowNs, ageMs));
  const own = compare('experiment', 'in', ...experiments.map(({ experimentId }) => experimentId));
  const ways = experiments.flatMap(({ experimentId, maxAgeMs: ownAgeMs }) =>
    ownAgeMs === undefined ? [] : [allOf(compare('experiment', '=', experimentId), endedBefore(ownAgeMs))],
  );
  if (maxAgeMs !== undefined) ways.push(allOf({ type: 'not', of: own }, endedBefore(maxAgeMs)));
  if (ways.length === 0) return;
  let batch: string[] = [];
  for await (const { traceId } of rowsOf(spans, workspaceId, { type: 'or', of: ways })) {
    if (batch.push(traceId) < limit) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export function before(nowNs: Nanos, ageMs: number): Nanos {
  return (nowNs - BigInt(ageMs) * 1_000_000n) as Nanos;
}
