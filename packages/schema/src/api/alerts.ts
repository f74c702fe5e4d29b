/** A figure of the traces that began in a window. Durations in ms, money in USD, rates 0–1. */
export type TraceFigure =
  | 'count'
  | 'errors'
  | 'errorRate'
  | 'latencyP50'
  | 'latencyP95'
  | 'latencyP99'
  | 'costUsd'
  | 'costPerTrace'
  | 'tokens';

/** What an alert watches. */
export type AlertMetric =
  | { readonly kind: 'traces'; readonly figure: TraceFigure }
  /** Judgements of one name on the traces of the window; true and `yes` count as 1, false and `no` as 0. */
  | { readonly kind: 'score'; readonly name: string; readonly figure: 'mean' | 'count' }
  /** The newest distance that a drift monitor has measured, of at most a day ago. */
  | { readonly kind: 'drift'; readonly monitorId: string; readonly measure: string }
  /** How much of its daily budget an online scorer has used, 0–1. */
  | { readonly kind: 'budget'; readonly scorerId: string; readonly of: 'calls' | 'usd' };

/** When an alert's value is bad. */
export type AlertCondition =
  | { readonly kind: 'threshold'; readonly is: 'above' | 'below'; readonly value: number }
  /** Against the same window a week before: `share` 0.2 is a rise, or a fall, by more than 20 %. */
  | { readonly kind: 'weekBefore'; readonly is: 'above' | 'below'; readonly share: number };

/** Where to an alert is told. */
export interface AlertWebhook {
  readonly url: string;
  /**
   * Environment variable of the collector by which requests are signed, tied there to the host; null: they are not. The
   * signature is the HMAC-SHA-256 of the timestamp, a dot and the body.
   */
  readonly secretName: string | null;
}

/**
 * Body of `POST /api/v1/alerts` and `PUT /api/v1/alerts/:id`. That and `DELETE` answer
 * 409 where `?updatedNs=` is not what it has now.
 */
export interface NewAlertRule {
  readonly name: string;
  readonly metric: AlertMetric;
  /** On traces; '' for all. Of drift and budgets it says nothing. */
  readonly filter: string;
  /** Looked back at each time, ms. */
  readonly windowMs: number;
  readonly condition: AlertCondition;
  /** Fewer traces or judgements than these are no data, also a week before. Of counts and budgets it says nothing. */
  readonly minCount: number;
  /** How long the value has to be bad before the alert fires, ms. */
  readonly forMs: number;
  /** How often it is looked at, ms. */
  readonly everyMs: number;
  readonly webhook: AlertWebhook | null;
  readonly isEnabled: boolean;
}

/** `pending`: bad, but not for long enough. */
export type AlertState = 'ok' | 'pending' | 'firing' | 'noData';

/** What was seen at one look. */
export interface AlertReading {
  /** Null: nothing to be seen, or too little. */
  readonly value: number | null;
  /** A week before, where that counts. */
  readonly before: number | null;
  /** Traces or judgements that it stands on. */
  readonly count: number;
}

/** An item of `GET /api/v1/alerts`: firing ones first. */
export interface AlertRule extends NewAlertRule {
  readonly id: string;
  readonly state: AlertState;
  /** Since when it is in that state; null: it was never looked at. */
  readonly sinceNs: string | null;
  readonly checkedNs: string | null;
  readonly last: AlertReading | null;
  /** Nothing is told until then; null: not silenced. */
  readonly silencedUntilNs: string | null;
  /** Why it could not be looked at the last time. */
  readonly problem: string | null;
  readonly createdNs: string;
  readonly updatedNs: string;
}

/** An item of `GET /api/v1/alerts/:id/events`, the newest first. */
export interface AlertEvent {
  readonly id: string;
  readonly ruleId: string;
  readonly kind: 'firing' | 'resolved' | 'test';
  readonly atNs: string;
  readonly reading: AlertReading;
  readonly isSilenced: boolean;
  /** Null: nobody was to be told. */
  readonly delivery: AlertDelivery | null;
}

/** How the telling of an event went. */
export interface AlertDelivery {
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  /** Of the last answer; null: there was none. */
  readonly status: number | null;
  readonly error: string | null;
  /** When it is tried again; null: it is not. */
  readonly nextNs: string | null;
}

/** Body of `POST /api/v1/alerts/:id/silence`. */
export interface AlertSilence {
  /** Decimal nanoseconds since the Unix epoch; null ends it. */
  readonly untilNs: string | null;
}

/** Body of `POST /api/v1/alerts/preview`: what a rule would have done. */
export interface AlertPreviewRequest
  extends Pick<NewAlertRule, 'metric' | 'filter' | 'windowMs' | 'condition' | 'minCount' | 'forMs'> {
  /** 1–14. */
  readonly days: number;
}

/** Looks at equal distances, oldest first, as parallel arrays. */
export interface AlertPreview {
  readonly stepMs: number;
  readonly timesNs: readonly string[];
  readonly values: readonly (number | null)[];
  readonly before: readonly (number | null)[];
  readonly counts: readonly number[];
  readonly states: readonly AlertState[];
  /** How often it would have fired. */
  readonly firings: number;
}

/** Where a webhook gets an event as JSON. */
export interface AlertMessage {
  readonly event: AlertEvent['kind'];
  /** The same however often it is sent. */
  readonly id: string;
  readonly atNs: string;
  readonly workspace: string;
  readonly rule: { readonly id: string } & Pick<NewAlertRule, 'name' | 'metric' | 'condition' | 'windowMs' | 'filter'>;
  readonly reading: AlertReading;
}
