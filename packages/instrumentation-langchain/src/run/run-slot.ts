import { type Context, createContextKey } from '@opentelemetry/api';
import { contextWith } from '@tracewright/instrumentation-core';
import type { Run } from './run.ts';

/** Where a context keeps its slot. */
export const SLOT: symbol = createContextKey('tracewright langchain slot');

const SLOT_KEYS: readonly symbol[] = [SLOT];

/**
 * Tells a patched method which runs its own call started: LangChain makes the run's id inside the method and keeps it
 * there. The method calls the original in a context with an empty slot; runs that start in it take the free places.
 */
export interface RunSlot {
  readonly places: number;
  readonly runs: Run[];
}

/** A slot for as many runs as the method starts before anything nested can. */
export function newSlot(places: number): RunSlot {
  return { places, runs: [] };
}

/** The context's slot if it has a free place. */
export function freeSlotOf(context: Context): RunSlot | undefined {
  const slot = slotOf(context);
  return slot !== undefined && slot.runs.length < slot.places ? slot : undefined;
}

export function slotOf(context: Context): RunSlot | undefined {
  return context.getValue(SLOT) as RunSlot | undefined;
}

/** Undefined takes a slot away. */
export function withSlot(context: Context, slot: RunSlot | undefined): Context {
  // Most have no slot to take away.
  return slot === undefined && slotOf(context) === undefined ? context : contextWith(context, SLOT_KEYS, [slot]);
}
