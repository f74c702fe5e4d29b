/** Lists of ids are asked for in parts: databases bound the parameters of a statement. */
const MAX_IDS = 500;

/** The distinct ones of a list, at most 500 at a time. */
export function* inParts<T extends string | number>(ids: readonly T[]): Generator<readonly T[]> {
  const distinct = [...new Set(ids)];
  for (let from = 0; from < distinct.length; from += MAX_IDS) yield distinct.slice(from, from + MAX_IDS);
}
