import { ApiError } from '../errors.ts';

/** Somebody asks more often than they may. */
export class TooManyRequests extends ApiError {
  /** Whole seconds until it is worth trying again, 1 at least. */
  readonly retryAfterS: number;
  /** What the answer says beside that. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, retryAfterS: number, headers: Readonly<Record<string, string>> = {}) {
    super('RESOURCE_EXHAUSTED', message);
    this.retryAfterS = Math.max(1, Math.ceil(retryAfterS));
    this.headers = headers;
  }
}
