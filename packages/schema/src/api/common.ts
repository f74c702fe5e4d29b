/** Every list of `/api/v1`. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null;
  /** How many there are in all, this page included. */
  readonly total: number;
  readonly totalIsEstimate: boolean;
}

/** Every error outside `/v1`. */
export interface ApiErrorBody {
  /** One of MLflow's codes, such as `RESOURCE_DOES_NOT_EXIST`. */
  readonly error_code: string;
  readonly message: string;
}

/** `GET /api/v1/version`. */
export interface VersionInfo {
  readonly version: string;
  /** The MLflow version whose REST API we answer. */
  readonly mlflow: string;
}
