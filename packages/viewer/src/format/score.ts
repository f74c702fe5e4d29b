/** A number that judges, people or code gave, with three figures, and as many more as it has before the point. */
export function formatScore(value: number): string {
  return String(Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3)));
}
