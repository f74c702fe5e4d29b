export interface SharedCountTables {
  readonly shared_counts: SharedCountRow;
}

export interface SharedCountRow {
  readonly collector_id: string;
  readonly key: string;
  /** Since that collector began. */
  readonly total: number;
  /** Of it, with the last change. */
  readonly added: number;
  /** By the clock of the database. */
  readonly changed_ms: number;
}
