import { allOf, type Expression } from '../../../filter/expression.ts';
import { tracesOf } from '../../api/traces-of.ts';
import type { MlflowContext } from '../endpoint.ts';
import { mlflowTraceFilter, ofExperiments } from './trace-filter.ts';

/** Added to each cell of the table of counts, so that none is empty. */
const SMOOTHING = 0.5;

interface CorrelationRequest {
  readonly experiment_ids: readonly string[];
  readonly filter_string1: string;
  readonly filter_string2: string;
  readonly base_filter?: string | undefined;
}

/**
 * How much two filters go together: normalised pointwise mutual information, from -1 where no trace passes both to 1
 * where all that pass one pass the other.
 */
export async function filterCorrelation(request: CorrelationRequest, context: MlflowContext): Promise<object> {
  const base = allOf(
    ofExperiments(request.experiment_ids),
    await mlflowTraceFilter(request.base_filter ?? '', context),
  );
  const [first, second] = await Promise.all([
    mlflowTraceFilter(request.filter_string1, context),
    mlflowTraceFilter(request.filter_string2, context),
  ]);
  const [total, firsts, seconds, both] = await Promise.all([
    count(base, context),
    count(allOf(base, first), context),
    count(allOf(base, second), context),
    count(allOf(base, first, second), context),
  ]);
  return {
    npmi: npmi({ total, first: firsts, second: seconds, both }, 0),
    npmi_smoothed: npmi({ total, first: firsts, second: seconds, both }, SMOOTHING),
    filter1_count: firsts,
    filter2_count: seconds,
    joint_count: both,
    total_count: total,
  };
}

async function count(filter: Expression, { traces, principal }: MlflowContext): Promise<number> {
  let found = 0;
  for await (const _ of tracesOf(traces.spans, principal.workspaceId, filter)) found++;
  return found;
}

/** How many traces pass none, either and both of two filters. */
export interface JointCounts {
  readonly total: number;
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

/** NaN, as protobuf writes it, where there is nothing to compare. */
export function npmi({ total, first, second, both }: JointCounts, smoothing: number): number | 'NaN' {
  if (total === 0 || first === 0 || second === 0) return 'NaN';
  if (both === 0 && smoothing === 0) return -1;
  if (smoothing === 0 && first === both && second === both && both === total) return 1;
  const all = total + 4 * smoothing;
  const joint = (both + smoothing) / all;
  const information =
    Math.log(joint) - Math.log((first + 2 * smoothing) / all) - Math.log((second + 2 * smoothing) / all);
  const normalised = information / -Math.log(joint);
  return Math.max(-1, Math.min(1, normalised));
}
