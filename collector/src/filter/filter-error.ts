import { ApiError } from '../errors.ts';

/** A filter that cannot be read. Its message ends in the column, counted from 1. */
export class FilterError extends ApiError {
  /** What is wrong, without the column. */
  readonly reason: string;
  /** UTF-16 units from 0; the end is behind the last one. */
  readonly start: number;
  readonly end: number;

  constructor(reason: string, start: number, end: number) {
    super('INVALID_PARAMETER_VALUE', `filter: ${reason} (column ${start + 1})`);
    this.reason = reason;
    this.start = start;
    this.end = end;
  }
}
