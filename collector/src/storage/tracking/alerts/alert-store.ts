import type { AlertDelivery, AlertEvent, AlertReading, AlertState, NewAlertRule } from '@tracewright/schema';

/** Where a rule stands. */
export interface AlertStanding {
  readonly state: AlertState;
  /** Since when it is in that state; null: it was never looked at. */
  readonly sinceMs: number | null;
  /** Since when its value is bad without a break; null: it is not. */
  readonly badSinceMs: number | null;
  /** Whether somebody was told that it fires. */
  readonly isTold: boolean;
  readonly reading: AlertReading | null;
}

export interface StoredAlert extends NewAlertRule, AlertStanding {
  readonly workspaceId: string;
  readonly id: string;
  readonly problem: string | null;
  /** Grows with every look and every change. */
  readonly looks: number;
  readonly checkedMs: number | null;
  readonly silencedUntilMs: number | null;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface NewAlertEvent {
  readonly id: string;
  readonly kind: AlertEvent['kind'];
  readonly reading: AlertReading;
  readonly isSilenced: boolean;
  /** Whether a webhook is to be told. */
  readonly isToBeTold: boolean;
}

/** What a look at a rule has found. */
export interface AlertLook {
  readonly atMs: number;
  readonly nextMs: number;
  readonly standing: AlertStanding;
  /** Why it could not be looked at; then it stands as before. */
  readonly problem: string | null;
  readonly events: readonly NewAlertEvent[];
}

export interface StoredAlertEvent extends Omit<AlertEvent, 'atNs' | 'delivery'> {
  readonly workspaceId: string;
  readonly atMs: number;
  readonly delivery: (Omit<AlertDelivery, 'nextNs'> & { readonly nextMs: number | null }) | null;
}

/** Alert rules, where they stand and what happened. Contract: `alert-store.contract.ts`. */
export interface AlertStore {
  create(workspaceId: string, id: string, rule: NewAlertRule): Promise<StoredAlert>;
  /**
   * What it watches may be another thing: it stands as if it had never been looked at.
   *
   * @param seenMs when it was changed last, as far as the client knows
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `RESOURCE_CONFLICT` where it was changed since
   */
  replace(workspaceId: string, id: string, rule: NewAlertRule, seenMs?: number): Promise<StoredAlert>;
  /** With its history. @throws ApiError as {@link replace} */
  remove(workspaceId: string, id: string, seenMs?: number): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
  get(workspaceId: string, id: string): Promise<StoredAlert>;
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredAlert[]>;
  /** @param untilMs null ends it @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
  silence(workspaceId: string, id: string, untilMs: number | null): Promise<StoredAlert>;
  /** Enabled rules of all workspaces that are to be looked at. */
  due(nowMs: number, limit: number): Promise<readonly StoredAlert[]>;
  /** When the next rule is to be looked at, or the next event told; undefined: there is none. */
  nextMs(): Promise<number | undefined>;
  /** Writes down a look with all that it brings about. @returns false where the rule was looked at or changed meanwhile: then nothing is written. */
  record(seen: StoredAlert, look: AlertLook): Promise<boolean>;
  addEvent(workspaceId: string, ruleId: string, event: NewAlertEvent): Promise<StoredAlertEvent>;
  /** The newest first. */
  events(workspaceId: string, ruleId: string, limit: number): Promise<readonly StoredAlertEvent[]>;
  /**
   * Events of all workspaces that are still to be told, the longest due first. Those of a rule are told in turn: whoever
   * hears that it is over before he hears that it fires takes it to fire for ever.
   */
  untold(nowMs: number, limit: number): Promise<readonly StoredAlertEvent[]>;
  /**
   * Takes it upon oneself to tell an event that is due; whoever dies over it leaves it to others from `untilMs` on.
   *
   * @returns false where somebody else tells it
   */
  claimDelivery(workspaceId: string, eventId: string, nowMs: number, untilMs: number): Promise<boolean>;
  noteDelivery(
    workspaceId: string,
    eventId: string,
    delivery: NonNullable<StoredAlertEvent['delivery']>,
  ): Promise<void>;
  /**
   * Rules are looked at and events told so much sooner than was said, and no later than `latestMs`: the clock was set back.
   */
  bringForward(byMs: number, latestMs: number): Promise<void>;
  /** Takes out events that happened before, but for those that are still to be told. */
  prune(workspaceId: string, olderThanMs: number): Promise<void>;
}
