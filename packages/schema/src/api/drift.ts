import type { OnlineModel } from './online.ts';

/** What is compared between two windows of traces. */
export type DriftSubject =
  /** What was asked: the input of each trace. */
  | { readonly kind: 'prompts' }
  /** Judgements of one name. */
  | { readonly kind: 'score'; readonly name: string };

/**
 * Body of `POST /api/v1/monitors` and `PUT /api/v1/monitors/:id`. That and `DELETE` answer
 * 409 where `?updatedNs=` is not what it has now.
 */
export interface NewDriftMonitor {
  readonly name: string;
  readonly subject: DriftSubject;
  /** On traces; '' for all. */
  readonly filter: string;
  /** The window that is watched: the last so many ms. */
  readonly windowMs: number;
  /** What it is compared with: the time right before it, or always the same. Absolute times are decimal nanoseconds. */
  readonly reference:
    | { readonly kind: 'before'; readonly lengthMs: number }
    | { readonly kind: 'fixed'; readonly fromNs: string; readonly toNs: string };
  /** How often it is measured, ms. */
  readonly everyMs: number;
  /** By whose embeddings prompts are compared as well; null: they are not. */
  readonly embeddings: OnlineModel | null;
  readonly isEnabled: boolean;
}

/** Names of what is measured: of prompts the first four, of scores the others. */
export type DriftMeasureName = 'length' | 'language' | 'vocabulary' | 'embedding' | 'values' | 'stability';

/** One distance between two samples. */
export interface DriftMeasure {
  readonly name: DriftMeasureName;
  /**
   * `ks`: the greatest distance of cumulative shares, 0–1. `js`: Jensen–Shannon distance to base 2, 0–1. `psi`: population
   * stability index. `cosine`: 1 − cosine of the centroids.
   */
  readonly by: 'ks' | 'js' | 'psi' | 'cosine';
  /** Null: not enough data, as `note` says. */
  readonly distance: number | null;
  /** What chance alone shows between samples of these sizes on the average, and at most in 95 of 100. */
  readonly expected: number | null;
  readonly limit: number | null;
  /** How often chance shows such a distance or a greater one. */
  readonly p: number | null;
  /** What has moved, such as medians, or words that came up. */
  readonly note: string | null;
}

/** What was found at one time. */
export interface DriftReading {
  readonly atNs: string;
  /** Sampled traces, or judgements. */
  readonly referenceCount: number;
  readonly currentCount: number;
  readonly measures: readonly DriftMeasure[];
}

/** An item of `GET /api/v1/monitors`. */
export interface DriftMonitor extends NewDriftMonitor {
  readonly id: string;
  /** The newest 60, oldest first. */
  readonly readings: readonly DriftReading[];
  /** Why it could not be measured the last time. */
  readonly problem: string | null;
  readonly createdNs: string;
  readonly updatedNs: string;
}
