import { type Signal, useSignal } from '@preact/signals';
import type { TraceDetail } from '@tracewright/schema';
import { useLayoutEffect } from 'preact/hooks';
import { poll } from '../api/poll.ts';
import { ApiFailure } from '../api/request.ts';
import { getSkeletonBytes, getTrace } from '../api/traces.ts';
import { epochMs } from '../format/moment.ts';
import type { TraceView } from './trace-view.ts';
import { askWorker, warmWorker } from './worker/ask-worker.ts';

/** How often a trace that may still grow is asked for. */
const RUNNING_MS = 1_500;
/** Spans of a trace come in several batches, so a trace that has just ended is watched for a while. */
const SETTLING_MS = 15_000;
/** One that has settled can still be deleted, tagged or judged elsewhere. */
const SETTLED_MS = 30_000;

export interface TraceState {
  readonly detail: Signal<TraceDetail | undefined>;
  /** Why there is nothing to show. */
  readonly failure: Signal<ApiFailure | undefined>;
}

/** Loads a trace and keeps it up to date: often as long as it may grow, from time to time afterwards. */
export function useTrace(view: TraceView): TraceState {
  const detail = useSignal<TraceDetail>();
  const failure = useSignal<ApiFailure>();

  // Not an effect, which would wait for a frame: `public/early.js` may have the trace here already.
  useLayoutEffect(() => {
    warmWorker();
    return poll(async (abort) => {
      try {
        const model = view.model.peek();
        // What is new is small to ask for; the skeleton only if there is something new.
        const read = async () => {
          const bytes = await getSkeletonBytes(view.traceId, abort);
          return askWorker('model', { bytes }, [bytes]);
        };
        const early = model ? undefined : read();
        early?.catch(() => undefined);
        const next = await getTrace(view.traceId, abort);
        const isNew = !model || model.skeleton.spanCount !== next.spanCount || model.isRunning;
        if (isNew) {
          const grown = await (early ?? read());
          view.spans.renew();
          view.model.value = grown;
        }
        detail.value = next;
        failure.value = undefined;
        // The last span counts, not the root: what outlives that may still be coming.
        const lastMs = (view.model.peek()?.skeleton.durationUs ?? 0) / 1_000;
        const endedAgoMs = Date.now() - epochMs(next.startNs) - lastMs;
        return view.model.peek()?.isRunning || next.status === 'running' || endedAgoMs < SETTLING_MS
          ? RUNNING_MS
          : SETTLED_MS;
      } catch (error) {
        if (!abort.aborted) failure.value = asFailure(error);
        throw error;
      }
    });
  }, [view, detail, failure]);
  return { detail, failure };
}

/** An answer that cannot be understood is shown as well, rather than an endless wait. */
function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  return new ApiFailure('UNEXPECTED', `The collector's answer cannot be read: ${String(error)}`, { cause: error });
}
