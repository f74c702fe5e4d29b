import { useEffect, useState } from 'preact/hooks';
import { poll } from '../api/poll.ts';
import { ApiFailure } from '../api/request.ts';
import { getSkeleton, getTrace } from '../api/traces.ts';
import { type Comparison, compareSides } from './comparison.ts';

/** While one of the two still runs. */
const RUNNING_MS = 3_000;

export interface ComparisonState {
  readonly comparison?: Comparison;
  readonly failure?: ApiFailure;
}

/** Loads two traces and compares them; tries again while the collector does not answer, and while they run. */
export function useComparison(a: string, b: string): ComparisonState {
  const [state, setState] = useState<ComparisonState>({});
  useEffect(() => {
    setState({});
    const load = async (traceId: string, abort: AbortSignal) => {
      const [summary, skeleton] = await Promise.all([getTrace(traceId, abort), getSkeleton(traceId, abort)]);
      return { summary, skeleton };
    };
    return poll(async (abort) => {
      try {
        const [first, second] = await Promise.all([load(a, abort), load(b, abort)]);
        setState({ comparison: compareSides(first, second) });
        return [first, second].some(({ summary }) => summary.status === 'running') ? RUNNING_MS : undefined;
      } catch (error) {
        if (abort.aborted) throw error;
        const failure = error instanceof ApiFailure ? error : new ApiFailure('UNEXPECTED', String(error));
        setState((old) => ({ ...old, failure }));
        throw error;
      }
    });
  }, [a, b]);
  return state;
}
