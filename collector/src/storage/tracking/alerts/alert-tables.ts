export interface AlertTables {
  readonly alert_rules: AlertRuleRow;
  readonly alert_events: AlertEventRow;
}

export interface AlertRuleRow {
  readonly workspace_id: string;
  readonly rule_id: string;
  /** JSON of a `NewAlertRule`. */
  readonly definition: string;
  readonly state: string;
  readonly since_ms: number | null;
  readonly bad_since_ms: number | null;
  readonly is_told: number;
  /** JSON of an `AlertReading`. */
  readonly reading: string | null;
  readonly problem: string | null;
  /** How often it was looked at or changed: of two who have seen the same one writes. */
  readonly looks: number;
  readonly checked_ms: number | null;
  readonly next_ms: number;
  readonly silenced_until_ms: number | null;
  readonly created_ms: number;
  readonly updated_ms: number;
}

export interface AlertEventRow {
  readonly workspace_id: string;
  readonly event_id: string;
  readonly rule_id: string;
  readonly kind: string;
  readonly at_ms: number;
  readonly reading: string;
  readonly is_silenced: number;
  /** `waiting`, `delivered` or `failed`; null: nobody is to be told. */
  readonly delivery: string | null;
  readonly attempts: number;
  readonly next_ms: number | null;
  readonly status: number | null;
  readonly error: string | null;
}
