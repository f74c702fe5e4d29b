import type { Link, SpanContext } from '@opentelemetry/api';
import { own } from '@tracewright/instrumentation-core';

/** Threads that are remembered at once; beyond, those that were used longest ago are forgotten. */
const MAX_THREADS = 1_000;

/**
 * The last call of a graph in each thread of this process. A call that resumes a thread is a trace of its own, and goes
 * back to the one that was interrupted by a link.
 */
export class ThreadTraces {
  readonly #last = new Map<string, SpanContext>();

  /** What a call that goes on with a thread follows. Empty for a call with a new input. */
  followed(threadId: unknown, inputs: unknown): readonly Link[] {
    const context = typeof threadId === 'string' && resumes(inputs) ? this.#last.get(threadId) : undefined;
    return context === undefined ? [] : [{ context }];
  }

  remember(threadId: unknown, context: SpanContext): void {
    if (typeof threadId !== 'string') return;
    this.#last.delete(threadId);
    this.#last.set(threadId, context);
    if (this.#last.size <= MAX_THREADS) return;
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest);
      return;
    }
  }
}

/** LangGraph goes on where it stopped if it is given a command, or nothing at all. */
function resumes(inputs: unknown): boolean {
  return own(inputs, 'lg_name') === 'Command' || own(inputs, 'input') === null;
}
