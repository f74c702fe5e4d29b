/** A step that another one takes its input from, as it was and as it is played again. Longer than 0 as it was. */
export interface Upstream {
  readonly startOldUs: number;
  readonly endOldUs: number;
  readonly startNewUs: number;
  readonly endNewUs: number;
}

/** Where a span being played again stands. Times are microseconds, as they were (`old`) and as they will be (`new`). */
export interface Events {
  readonly startOldUs: number;
  readonly startNewUs: number;
  readonly endOldUs: number;
  /** What the span's own time is multiplied with. */
  readonly factor: number;
  /** Of a span that takes its input as a stream. */
  readonly upstream: Upstream | undefined;
  /** In order of start. */
  readonly children: Int32Array;
  /** The child to begin next; all before it are done. */
  next: number;
  /** Places in `children` of those that are waited for, first end first. */
  readonly byEnd: readonly number[];
  readonly endOf: (place: number) => number;
  readonly newEndUs: (place: number) => number;
  /** How many of `byEnd` had ended at the last event. */
  passed: number;
  /** The latest end of those, or the span's start. */
  readyOldUs: number;
  readyNewUs: number;
}

/** Notes the children that had ended at a moment: whatever came next may have waited for them. */
export function passEnded(events: Events, atUs: number): void {
  for (let place = events.byEnd[events.passed]; place !== undefined; place = events.byEnd[++events.passed]) {
    // Spans without length may stand at the very moment and not have been played yet.
    if (events.endOf(place) > atUs || place >= events.next) return;
    events.readyOldUs = Math.max(events.readyOldUs, events.endOf(place));
    events.readyNewUs = Math.max(events.readyNewUs, events.newEndUs(place));
  }
}

/**
 * When something happens that happened at `atUs`: after all that it waited for, and after as much of the span's own
 * time as before.
 *
 * @param isPiece It happened upon a piece of the upstream, rather than at its own time.
 */
export function eventUs(events: Events, atUs: number, upstream: Upstream | undefined, isPiece = false): number {
  const { startOldUs, startNewUs, readyOldUs, readyNewUs, factor } = events;
  // By a clock that disagrees: kept where it was, beside the start.
  if (atUs < startOldUs) return startNewUs + (atUs - startOldUs);
  if (!upstream) return readyNewUs + (atUs - readyOldUs) * factor;
  if (atUs <= upstream.endOldUs || isPiece) {
    const ratio = (upstream.endNewUs - upstream.startNewUs) / (upstream.endOldUs - upstream.startOldUs);
    return Math.max(readyNewUs, upstream.startNewUs + (atUs - upstream.startOldUs) * ratio);
  }
  return Math.max(readyNewUs, upstream.endNewUs) + (atUs - Math.max(readyOldUs, upstream.endOldUs)) * factor;
}
