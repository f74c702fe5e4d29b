import { ApiError } from '../../errors.ts';

/** A filter of MLflow's grammar that cannot be read: MLflow's own text, and where in the filter it is meant. */
export class EntityFilterError extends ApiError {
  /** UTF-16 units from 0; the end is behind the last one. */
  readonly start: number;
  readonly end: number;

  constructor(
    message: string,
    { start, end }: { readonly start: number; readonly end: number },
    options?: ErrorOptions,
  ) {
    super('INVALID_PARAMETER_VALUE', message, options);
    this.start = start;
    this.end = end;
  }
}
