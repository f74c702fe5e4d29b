const LIMIT = 2 ** 63;

/** Whether OTLP takes a number for an integer, and not for a floating-point number. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -LIMIT && value < LIMIT;
}
