const STATUS = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  PERMISSION_DENIED: 403,
  ENDPOINT_NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL_ERROR: 500,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

/** A call of a served model that cannot be answered, in the form in which MLflow's servers say so. */
export class ServingError extends Error {
  override readonly name = 'ServingError';
  readonly code: keyof typeof STATUS;

  constructor(code: keyof typeof STATUS, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): number {
    return STATUS[this.code];
  }
}
