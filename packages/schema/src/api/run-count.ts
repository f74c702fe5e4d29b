/** Answer of `GET /api/v1/experiments/:id/run-count?filter=…&lifecycle=active|deleted`; the filter is MLflow's. */
export interface RunCount {
  readonly total: number;
}
