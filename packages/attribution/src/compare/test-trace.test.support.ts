import { STEP_KINDS, type StepKind, type TraceSkeleton } from '@tracewright/schema';
import { type ComparedTrace, comparedTrace } from './compared-trace.ts';

/** A step as tests write it. Times in µs. */
export interface TestStep {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Index in the list, -1 by default for the first and 0 for all others. */
  readonly parent?: number;
  readonly kind?: StepKind;
  readonly model?: string;
  readonly input?: number;
  readonly output?: number;
  readonly costUsd?: number;
}

export function testTrace(...steps: readonly TestStep[]): ComparedTrace {
  const models = [...new Set(steps.flatMap(({ model }) => model ?? []))];
  const skeleton: TraceSkeleton = {
    traceId: 'a'.repeat(32),
    startNs: '0',
    durationUs: Math.max(0, ...steps.map(({ end }) => end)),
    spanCount: steps.length,
    names: steps.map(({ name }) => name),
    models,
    services: [],
    spanId: steps.map((_, at) => String(at).padStart(16, '0')),
    parent: steps.map(({ parent }, at) => parent ?? (at === 0 ? -1 : 0)),
    name: steps.map((_, at) => at),
    kind: steps.map(({ kind = 'task' }) => STEP_KINDS.indexOf(kind)),
    otelKind: steps.map(() => 1),
    startUs: steps.map(({ start }) => start),
    lengthUs: steps.map(({ start, end }) => end - start),
    ttftUs: steps.map(() => -1),
    streamInput: steps.map(() => 0),
    inputTokens: steps.map(({ input = -1 }) => input),
    outputTokens: steps.map(({ output = -1 }) => output),
    costUsd: steps.map(({ costUsd = -1 }) => costUsd),
    model: steps.map(({ model }) => (model === undefined ? -1 : models.indexOf(model))),
    service: steps.map(() => -1),
    status: steps.map(() => 1),
  };
  return comparedTrace(skeleton);
}
