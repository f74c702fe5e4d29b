import type { TraceColumns } from '@tracewright/attribution';
import { STEP_KINDS } from '@tracewright/schema';

const LLM = STEP_KINDS.indexOf('llm');

const UNKNOWN = 0;
const OUTSIDE = 1;
const INSIDE = 2;

/**
 * The spans that a conversation is read from: the calls of language models, in order of their start. A call within
 * another one is the same call, seen by another instrumentation, and is left out. O(n).
 */
export function conversationCalls({ count, kind, parent, startUs }: TraceColumns): readonly number[] {
  /** Of each span, whether it is a call or lies in one. */
  const place = new Uint8Array(count);
  const placeOf = (span: number): number => {
    const path: number[] = [];
    let at = span;
    for (; at !== -1 && place[at] === UNKNOWN && kind[at] !== LLM; at = parent[at]!) {
      path.push(at);
      // Parents that name each other in a circle end here.
      place[at] = OUTSIDE;
    }
    const found = at === -1 ? OUTSIDE : kind[at] === LLM ? INSIDE : place[at]!;
    for (const passed of path) place[passed] = found;
    return found;
  };
  const calls: number[] = [];
  for (let span = 0; span < count; span++) {
    if (kind[span] === LLM && (parent[span] === -1 || placeOf(parent[span]!) === OUTSIDE)) calls.push(span);
  }
  return calls.sort((a, b) => startUs[a]! - startUs[b]! || a - b);
}
