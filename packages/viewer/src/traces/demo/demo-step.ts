import type { StepKind } from '@tracewright/schema';

/** A step of the demo trace. */
export interface DemoStep {
  readonly name: string;
  readonly kind: StepKind;
  /** Index of the step that it is a part of; undefined for the whole. */
  readonly parent?: number;
  /** From the trace's start, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Why it failed. */
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly events?: readonly {
    readonly name: string;
    readonly atMs: number;
    readonly attributes: Readonly<Record<string, string | number>>;
  }[];
}
