/** A number that judges, people or code gave, with three figures. */
export function formatScore(value: number): string {
  return String(Number(value.toPrecision(3)));
}
