/**
 * `POST /api/v1/traces/delete?filter=&from=&to=…&dryRun=1`: takes all traces out that match, with their feedback and
 * tags. At least one condition has to be given.
 */
export interface DeletedTraces {
  /** How many were taken out, or would be. */
  readonly count: number;
  /** Nothing was taken out: `dryRun` was 1. */
  readonly isDryRun: boolean;
}
