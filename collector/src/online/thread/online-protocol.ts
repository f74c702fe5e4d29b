import type { PriceOverride } from '@tracewright/pricing';
import type { DriftMeasure, EvaluationScore, OnlineScorerRule } from '@tracewright/schema';
import type { DriftJob } from '../../monitors/drift-in-thread.ts';
import type { OutgoingSettings } from '../../outgoing/outgoing-settings.ts';
import type { CallTrouble } from '../judges/call-trouble.ts';
import type { CallsUsed } from '../judges/judge-recorder.ts';
import type { JudgeTrace } from '../judges/judge-trace.ts';
import type { TraceFacts } from '../rows/trace-facts.ts';

/** What the thread is started with. */
export interface OnlineSettings {
  readonly prices: readonly PriceOverride[];
  readonly outgoing: OutgoingSettings;
}

/** One trace and one scorer. */
export interface ScoringJob {
  readonly name: string;
  readonly rule: OnlineScorerRule;
  readonly trace: TraceFacts;
}

/** What came of it. */
export interface Scoring {
  readonly score: EvaluationScore;
  /** The judgement's own trace; undefined where no model was asked. */
  readonly judged: JudgeTrace | undefined;
  readonly used: CallsUsed;
  /** Of the last call of a model, where it failed. */
  readonly trouble: CallTrouble | undefined;
}

export type ToOnlineThread =
  | { readonly id: number; readonly job: ScoringJob }
  | { readonly id: number; readonly comparison: DriftJob };

export type FromOnlineThread =
  | { readonly id: number; readonly result: Scoring | readonly DriftMeasure[] }
  /** A fault of ours; the scorer's own are errors of its score. */
  | { readonly id: number; readonly failure: string };
