import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';

/** USD. The parts of what went in and of what came out; those that are neither are in the total alone. */
export interface StepCost {
  readonly totalUsd: number;
  readonly inputUsd: number;
  readonly outputUsd: number;
}

const INPUT_PARTS = ['input', 'cache_read', 'cache_write', 'audio_input', 'image_input'];
const OUTPUT_PARTS = ['output', 'reasoning', 'audio_output', 'image_output'];

/** Undefined where the span has no price. */
export function stepCost(attributes: Attributes): StepCost | undefined {
  const totalUsd = attributes[GEN_AI.usageCost];
  if (typeof totalUsd !== 'number') return undefined;
  const sum = (parts: readonly string[]) =>
    parts.reduce((usd, part) => usd + (Number(attributes[TRACEWRIGHT.costPrefix + part] ?? 0) || 0), 0);
  return { totalUsd, inputUsd: sum(INPUT_PARTS), outputUsd: sum(OUTPUT_PARTS) };
}
