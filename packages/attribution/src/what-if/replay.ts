import type { ChildIndex } from '../child-index.ts';
import { isDetached } from '../detached.ts';
import type { TraceColumns } from '../trace-columns.ts';
import { type Events, eventUs, passEnded, type Upstream } from './events.ts';
import { replacedLengthUs, type StepChange } from './step-change.ts';

const VIRTUAL_ROOT = -1;

/** A span being played again. */
interface Frame extends Events {
  readonly span: number;
  readonly isParallel: boolean;
  /** Replaced as a whole: what is inside it is stretched along. */
  readonly stretch: number | undefined;
}

/** Plays a trace again from its start, span by span and without recursion. A class because it owns its buffers. */
export class Replay {
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly ttftUs: Float64Array;
  readonly #trace: TraceColumns;
  readonly #index: ChildIndex;
  readonly #changes: ReadonlyMap<number, StepChange>;

  constructor(trace: TraceColumns, index: ChildIndex, changes: ReadonlyMap<number, StepChange>) {
    this.startUs = trace.startUs.slice();
    this.endUs = trace.endUs.slice();
    this.ttftUs = trace.ttftUs.slice();
    this.#trace = trace;
    this.#index = index;
    this.#changes = changes;
  }

  run(originUs: number): this {
    const stack: Frame[] = [this.#frame(VIRTUAL_ROOT, originUs, originUs, originUs, 1, undefined, undefined)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const child = frame.children[frame.next];
      if (child === undefined) {
        stack.pop();
        this.#end(frame);
      } else {
        stack.push(this.#begin(frame, child));
        frame.next++;
      }
    }
    return this;
  }

  #begin(frame: Frame, child: number): Frame {
    const { startUs, endUs, streamInput } = this.#trace;
    const oldStartUs = startUs[child]!;
    const own = streamInput[child] === 1 && !frame.isParallel ? this.#upstreamOf(frame, child) : undefined;
    let newStartUs: number;
    if (frame.stretch !== undefined) newStartUs = stretched(frame, oldStartUs);
    else if (frame.isParallel)
      newStartUs = eventUs(frame, Math.min(oldStartUs, startUs[frame.children[0]!]!), undefined);
    else {
      passEnded(frame, oldStartUs);
      newStartUs = eventUs(frame, oldStartUs, own ?? frame.upstream, own !== undefined);
    }
    this.startUs[child] = newStartUs;
    const change = this.#changes.get(child);
    const factor = frame.factor / (change?.type === 'faster' ? change.factor : 1);
    const lengthUs = Math.max(0, endUs[child]! - oldStartUs);
    const replacedUs = replacedLengthUs(change, lengthUs);
    const stretch =
      frame.stretch ?? (replacedUs === undefined || lengthUs === 0 ? undefined : (replacedUs * factor) / lengthUs);
    const upstream = streamInput[child] === 1 ? (own ?? frame.upstream) : undefined;
    return this.#frame(child, oldStartUs, newStartUs, endUs[child]!, factor, stretch, upstream);
  }

  #end(frame: Frame): void {
    const { span, startOldUs, startNewUs, stretch } = frame;
    if (span === VIRTUAL_ROOT) return;
    const oldEndUs = this.#trace.endUs[span]!;
    const lengthUs = oldEndUs - startOldUs;
    if (lengthUs <= 0) this.endUs[span] = startNewUs + lengthUs;
    else if (stretch !== undefined) this.endUs[span] = startNewUs + lengthUs * stretch;
    else {
      passEnded(frame, oldEndUs);
      this.endUs[span] = eventUs(frame, oldEndUs, frame.upstream);
    }
    const ttftUs = this.#trace.ttftUs[span]!;
    if (ttftUs <= 0 || lengthUs <= 0) return;
    const change = this.#changes.get(span);
    this.ttftUs[span] =
      change?.type === 'no_retries'
        ? Math.max(0, ttftUs - change.wastedUs) * frame.factor
        : (ttftUs * (this.endUs[span]! - startNewUs)) / lengthUs;
  }

  #frame(
    span: number,
    startOldUs: number,
    startNewUs: number,
    endOldUs: number,
    factor: number,
    stretch: number | undefined,
    upstream: Upstream | undefined,
  ): Frame {
    const { offsets, children: all, roots } = this.#index;
    const { startUs, endUs } = this.#trace;
    const children = span === VIRTUAL_ROOT ? roots : all.subarray(offsets[span], offsets[span + 1]);
    const endOf = (at: number) => Math.max(startUs[children[at]!]!, endUs[children[at]!]!);
    const places = Array.from(children, (_, at) => at);
    const byEnd = places
      .filter((at) => span === VIRTUAL_ROOT || !isDetached(this.#trace, span, children[at]!))
      .sort((a, b) => endOf(a) - endOf(b) || a - b);
    const newEndUs = (at: number) => Math.max(this.startUs[children[at]!]!, this.endUs[children[at]!]!);
    return {
      ...{ span, startOldUs, startNewUs, endOldUs, factor, stretch, upstream, children, byEnd, endOf, newEndUs },
      ...{ next: 0, passed: 0, readyOldUs: startOldUs, readyNewUs: startNewUs },
      isParallel: this.#changes.get(span)?.type === 'parallel',
    };
  }

  /** The sibling that a reader of a stream follows: of those that began before it and still ran, the last to end. */
  #upstreamOf({ span, children, next }: Frame, reader: number): Upstream | undefined {
    if (span === VIRTUAL_ROOT) return undefined;
    const { startUs, endUs } = this.#trace;
    let last = -1;
    // The nearest few will do: a bound for traces that are made to be slow.
    for (let at = next - 1; at >= Math.max(0, next - 64); at--) {
      const sibling = children[at]!;
      if (endUs[sibling]! > startUs[reader]! && (last === -1 || endUs[sibling]! > endUs[last]!)) last = sibling;
    }
    if (last === -1) return undefined;
    const range = { startOldUs: startUs[last]!, endOldUs: endUs[last]! };
    return { ...range, startNewUs: this.startUs[last]!, endNewUs: Math.max(this.startUs[last]!, this.endUs[last]!) };
  }
}

function stretched({ startOldUs, startNewUs, stretch = 1 }: Frame, atUs: number): number {
  return startNewUs + (atUs - startOldUs) * (atUs > startOldUs ? stretch : 1);
}
