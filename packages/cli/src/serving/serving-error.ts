const STATUS = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  ENDPOINT_NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL_ERROR: 500,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

/** Codes that a served model answers with; the names are MLflow's. */
export type ServingErrorCode = keyof typeof STATUS;

/** A call of a served model that cannot be answered, in the form in which MLflow's servers say so. */
export class ServingError extends Error {
  override readonly name = 'ServingError';
  readonly code: ServingErrorCode;
  /** When to try again, as the header says it; undefined where nobody has said. */
  readonly retryAfter: string | undefined;

  constructor(
    code: ServingErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfter?: string | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** What has gone wrong where nobody has said it yet. */
export function asServingError(error: unknown): ServingError {
  if (error instanceof ServingError) return error;
  return new ServingError('INTERNAL_ERROR', error instanceof Error ? error.message : String(error), { cause: error });
}
