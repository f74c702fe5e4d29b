import type { ChildIndex, TraceColumns } from '@tracewright/attribution';

/** Stretches of time in which no span without children ran, in order. µs from the trace's start. */
export interface IdleTime {
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
}

/** Shorter ones than this part of the trace are left out: nobody would miss them on a timeline. */
const MIN_SHARE = 0.005;

/** Finds the long pauses of a trace: somebody was asked, a job waited for its turn. */
export function idleTime(
  { count, startUs, endUs }: TraceColumns,
  { offsets }: ChildIndex,
  durationUs: number,
): IdleTime {
  const leaves: number[] = [];
  for (let span = 0; span < count; span++) if (offsets[span] === offsets[span + 1]) leaves.push(span);
  leaves.sort((a, b) => startUs[a]! - startUs[b]!);
  const starts: number[] = [];
  const ends: number[] = [];
  const note = (fromUs: number, toUs: number) => {
    if (toUs - fromUs <= durationUs * MIN_SHARE) return;
    starts.push(fromUs);
    ends.push(toUs);
  };
  let settledUs = 0;
  for (const leaf of leaves) {
    note(settledUs, startUs[leaf]!);
    settledUs = Math.max(settledUs, endUs[leaf]!);
  }
  note(settledUs, durationUs);
  return { startUs: Float64Array.from(starts), endUs: Float64Array.from(ends) };
}
