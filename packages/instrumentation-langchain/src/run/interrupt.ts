import { own } from '@tracewright/instrumentation-core';

/** Control flow that waits for somebody's answer: the graph is resumed by another call. */
export function isInterrupt(controlFlow: unknown): boolean {
  return Array.isArray(own(controlFlow, 'interrupts'));
}
