export interface LeaseTables {
  readonly leases: LeaseRow;
}

export interface LeaseRow {
  readonly name: string;
  /** Empty where it was given up. */
  readonly holder: string;
  /** How often it has been taken. */
  readonly term: number;
  /** By the clock of the database. */
  readonly expires_ms: number;
}
