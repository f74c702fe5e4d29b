import type { Attributes, Link, SpanContext } from '@opentelemetry/api';
import { own } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';

/** Threads that are remembered at once; beyond, those that were used longest ago are forgotten. */
const MAX_THREADS = 1_000;

/**
 * The last call of a graph in each thread of this process. A call that resumes a thread is a trace of its own, and goes
 * back to the one that was interrupted by a link. Of calls in other processes nothing is known here: to write it into
 * the app's checkpoints would show there. Whoever has the traces of both finds them by the thread's id.
 */
export class ThreadTraces {
  readonly #last = new Map<string, SpanContext>();

  /** What a call that goes on with a thread follows. Empty for a call with a new input. */
  followed(threadId: string, inputs: unknown): readonly Link[] {
    const context = resumes(inputs) ? this.#last.get(threadId) : undefined;
    return context === undefined ? [] : [{ context }];
  }

  remember(threadId: string, context: SpanContext): void {
    this.#last.delete(threadId);
    this.#last.set(threadId, context);
    if (this.#last.size <= MAX_THREADS) return;
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest);
      return;
    }
  }
}

/** What a graph's call says of its thread. */
export function threadAttributes(threadId: string, inputs: unknown): Attributes {
  const attributes: Attributes = { [TRACEWRIGHT.threadId]: threadId };
  if (resumes(inputs)) attributes[TRACEWRIGHT.resumed] = true;
  return attributes;
}

/** LangGraph goes on where it stopped if it is given a command, or nothing at all. */
function resumes(inputs: unknown): boolean {
  return own(inputs, 'lg_name') === 'Command' || own(inputs, 'input') === null;
}
