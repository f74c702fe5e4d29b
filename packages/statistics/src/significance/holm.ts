/**
 * The p-values of several questions asked at once, each raised so that one chance finding among all of them stays as
 * unlikely as one alone would be (Holm 1979). NaN, a question without an answer, stays and counts as none.
 */
export function holm(pValues: readonly number[]): number[] {
  const ascending = pValues
    .map((p, place) => ({ p, place }))
    .filter(({ p }) => !Number.isNaN(p))
    .sort((a, b) => a.p - b.p);
  const adjusted = [...pValues];
  let least = 0;
  for (const [rank, { p, place }] of ascending.entries()) {
    least = Math.max(least, Math.min(1, p * (ascending.length - rank)));
    adjusted[place] = least;
  }
  return adjusted;
}
