import type { JsonValue } from './evaluation.ts';

/** What a scorer by code looks at. Texts are those of the trace's output. */
export type OnlineCodeScorer =
  | {
      readonly kind: 'contains';
      readonly texts: readonly string[];
      /** `none`: passes where none of them is found. */
      readonly mode: 'all' | 'any' | 'none';
      readonly ignoreCase: boolean;
    }
  /** RE2's syntax: no pattern takes longer than the text is long. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly isFound: boolean }
  | {
      readonly kind: 'jsonSchema';
      readonly schema: { readonly [key: string]: JsonValue };
      readonly allowFence: boolean;
    }
  /** Characters; null: no bound. */
  | { readonly kind: 'length'; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'latency'; readonly maxMs: number }
  | { readonly kind: 'cost'; readonly maxUsd: number }
  /** Input and output together. */
  | { readonly kind: 'tokens'; readonly max: number }
  | {
      readonly kind: 'tools';
      /** Each has to be called. */
      readonly required: readonly string[];
      /** None may be called. */
      readonly forbidden: readonly string[];
      readonly maxCalls: number | null;
    };

/** A model that judges, by OpenAI's chat completions. */
export interface OnlineModel {
  /** Such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Environment variable of the collector that holds the key, tied there to the endpoint's host; null: none is sent. */
  readonly keyName: string | null;
  /** By which its calls are priced; null: told by the address. */
  readonly provider: string | null;
}

/** What a judge is asked; `custom` reads its own instructions. */
export type OnlineJudgeTemplate =
  | 'answerRelevance'
  | 'groundedness'
  | 'contextRelevance'
  | 'contextSufficiency'
  | 'safety'
  | 'toxicity'
  | 'hallucination'
  | 'guidelines'
  | 'custom';

export interface OnlineJudge {
  readonly kind: 'judge';
  readonly template: OnlineJudgeTemplate;
  readonly model: OnlineModel;
  /** Of `custom`, with `{{inputs}}`, `{{outputs}}` and `{{context}}`; of `guidelines` one rule a line; else empty. */
  readonly instructions: string;
  /** Of `custom`: labels with what they are worth, such as `{"good": 1, "poor": 0}`; null: yes or no. */
  readonly choices: Readonly<Record<string, number>> | null;
}

export type OnlineScorerRule = OnlineCodeScorer | OnlineJudge;

/** What a scorer may use in a day (UTC); null: no limit. */
export interface OnlineBudget {
  /** Of models; scorers by code make none. */
  readonly calls: number | null;
  /**
   * Held by the cost of calls that have come back: those under way at the limit, at most four, go beyond it. A model
   * without a known price cannot keep such a budget and is paused.
   */
  readonly usd: number | null;
}

/**
 * Body of `POST /api/v1/online/scorers` and `PUT /api/v1/online/scorers/:id`. That and `DELETE` answer
 * 409 where `?updatedNs=` is not what it has now.
 */
export interface NewOnlineScorer {
  /** Of its scores. */
  readonly name: string;
  readonly rule: OnlineScorerRule;
  /** On traces; '' for all. */
  readonly filter: string;
  /** 0–1. A hash of the trace's id decides, so that it is the same wherever and whenever it is asked. */
  readonly sampleRate: number;
  /** How long nothing of a trace must have come before it is scored, ms. */
  readonly delayMs: number;
  readonly budget: OnlineBudget;
  readonly isEnabled: boolean;
}

/** Counts of one day (UTC). */
export interface OnlineUsage {
  /** `2026-11-21`. */
  readonly day: string;
  readonly scored: number;
  /** No score could be given; the errors of a trace are no scores. */
  readonly errors: number;
  /** Would have been scored but for the budget. */
  readonly overBudget: number;
  /** Of models. */
  readonly calls: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** Calls whose price nobody knows: the cost leaves them out. */
  readonly unpricedCalls: number;
  /** Mean of the scores that are numbers or a yes or no, which count as 1 and 0; null where there is none. */
  readonly meanScore: number | null;
  /** Share of those that passed among those of which it is said whether they did; null where there is none. */
  readonly passRate: number | null;
}

/** A scorer that failed, and where. */
export interface OnlineFailure {
  readonly traceId: string;
  readonly code: string;
  readonly message: string | null;
  readonly atNs: string;
}

/** An item of `GET /api/v1/online/scorers`. */
export interface OnlineScorer extends NewOnlineScorer {
  readonly id: string;
  /** Grows when what is asked changes: traces are scored once by each version. */
  readonly version: number;
  /** Of its scores: the model with the judge's fingerprint, or the scorer by code. */
  readonly sourceId: string;
  /** Why it has paused itself; null: it has not. */
  readonly pausedReason: string | null;
  /** Traces that wait to be scored. */
  readonly waiting: number;
  readonly today: OnlineUsage;
  /** The last 14 days that have any, oldest first. */
  readonly days: readonly OnlineUsage[];
  /** The newest first, at most 5. */
  readonly failures: readonly OnlineFailure[];
  readonly createdNs: string;
  readonly updatedNs: string;
}

/** `GET /api/v1/online/scorers`. */
export interface OnlineScorers {
  readonly items: readonly OnlineScorer[];
  /** Names of keys that judges may be given, with the host each may go to. */
  readonly keys: readonly { readonly name: string; readonly host: string }[];
  /** Of the experiment that judges' own calls are traced in; null: there was none yet. */
  readonly judgesExperimentId: string | null;
}

/** Body of `POST /api/v1/online/scorers/preview`: what a scorer would say of the newest traces that it means. */
export type OnlinePreviewRequest = Pick<NewOnlineScorer, 'name' | 'rule' | 'filter'>;

/** At most 5 traces. Scores are not kept, and calls of judges are made, traced and count under no budget. */
export interface OnlinePreview {
  readonly matching: number;
  readonly isEstimate: boolean;
  readonly rows: readonly {
    readonly traceId: string;
    readonly preview: string;
    readonly value: number | string | boolean | null;
    readonly passed: boolean | null;
    readonly rationale: string | null;
    readonly error: { readonly code: string; readonly message: string | null } | null;
  }[];
}

/** Body of `POST /api/v1/online/scorers/:id/backfill`: traces that are stored are scored as well. */
export interface OnlineBackfillRequest {
  /** Beyond the scorer's own; '' for none. */
  readonly filter: string;
  /** First and first excluded start: decimal nanoseconds since the Unix epoch. */
  readonly fromNs: string;
  readonly toNs: string;
  /** True: only counts. */
  readonly isDry: boolean;
}

export interface OnlineBackfill {
  /** Null where it was only counted. */
  readonly id: string | null;
  /** Traces that match, and those among them that the sampling rate leaves. */
  readonly matching: number;
  readonly sampled: number;
  /** True where more match than were looked at: the counts are lower bounds. */
  readonly isPartial: boolean;
}
