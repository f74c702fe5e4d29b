/** A request that the server refuses, in the form that OpenAI gives its errors. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  /** The field at fault, such as `messages[0].role`. */
  readonly param: string | null;

  constructor(
    status: number,
    message: string,
    details: { readonly type?: string; readonly code?: string; readonly param?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code ?? null;
    this.param = details.param ?? null;
  }

  toBody(): { readonly error: Readonly<Record<string, string | null>> } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** A field with a value that cannot be taken. */
export function invalid(param: string, problem: string): ModelError {
  return new ModelError(400, `Invalid value for '${param}': ${problem}.`, { param, code: 'invalid_value' });
}
