/** Why a model gave no answer. */
export type ModelErrorCode = 'KEY_REFUSED' | 'KEY_MISSING' | 'ANSWER_INVALID' | 'REFUSED';

interface ModelErrorFacts extends ErrorOptions {
  readonly status?: number;
  readonly param?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An endpoint that was not asked, or that has refused. Fields are named as SDKs name them. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;
  /** Of HTTP; undefined where it was not asked. */
  readonly status: number | undefined;
  /** The parameter that it refuses. */
  readonly param: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ModelErrorCode,
    message: string,
    { status, param, headers = {}, ...options }: ModelErrorFacts = {},
  ) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.param = param;
    this.headers = headers;
  }
}
