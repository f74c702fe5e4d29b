import type { StepChange, TimeSlice, TraceColumns, WhatIfCost } from '@tracewright/attribution';
import type { TraceModel } from '../model/trace-model.ts';
import type { Step } from '../steps/step.ts';

/** What the worker is asked, by name, with what it answers. */
export interface Questions {
  /** Reads a skeleton: JSON in UTF-8, as it came. */
  readonly model: { readonly asks: { readonly bytes: ArrayBuffer }; readonly answers: TraceModel };
  /** Adds spans up by step. */
  readonly steps: { readonly asks: { readonly model: StepsOf }; readonly answers: readonly Step[] };
  /** Plays a trace again with some steps changed. */
  readonly whatIf: { readonly asks: WhatIfAsked; readonly answers: WhatIfFigures };
}

export type QuestionName = keyof Questions;

/** The part of a model that steps are made of; it is copied to the worker. */
export type StepsOf = Pick<TraceModel, 'skeleton' | 'columns' | 'selfUs' | 'criticalUs'>;

export interface WhatIfAsked {
  readonly columns: TraceColumns;
  readonly costUsd: Float64Array;
  /** By span. */
  readonly changes: ReadonlyMap<number, StepChange>;
}

export interface WhatIfFigures {
  readonly totalUs: number;
  readonly cost: WhatIfCost;
  readonly breakdown: readonly TimeSlice[];
}

export interface WorkerRequest {
  readonly id: number;
  readonly name: QuestionName;
  readonly asked: Questions[QuestionName]['asks'];
}

export type WorkerAnswer =
  | { readonly id: number; readonly answer: Questions[QuestionName]['answers']; readonly tookMs: number }
  | { readonly id: number; readonly failure: string };
