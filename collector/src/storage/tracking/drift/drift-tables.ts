export interface DriftTables {
  readonly drift_monitors: DriftMonitorRow;
  readonly drift_readings: DriftReadingRow;
}

export interface DriftMonitorRow {
  readonly workspace_id: string;
  readonly monitor_id: string;
  /** JSON of a `NewDriftMonitor`. */
  readonly definition: string;
  readonly problem: string | null;
  readonly next_ms: number;
  readonly created_ms: number;
  readonly updated_ms: number;
}

export interface DriftReadingRow {
  readonly workspace_id: string;
  readonly monitor_id: string;
  readonly at_ms: number;
  /** JSON of a `DriftReading`. */
  readonly reading: string;
}
