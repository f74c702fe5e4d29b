import { FLAG, SECTION } from '../chunk/section.ts';
import type { ChunkRows } from './chunk-rows.ts';

/** How much earlier than its parent each row began, µs as `spanSkewUs` rounds them; -1 where it did not, or still runs. */
export function skewsUs(rows: ChunkRows): Float64Array {
  const { traceCount, spanCount } = rows.chunk;
  const firstRows = rows.firstRows();
  const parents = rows.column(SECTION.parent);
  const flags = rows.column(SECTION.flags);
  const high = rows.column(SECTION.startHigh);
  const low = rows.column(SECTION.startLow);
  const skews = new Float64Array(spanCount).fill(-1);
  for (let index = 0; index < traceCount; index++) {
    const from = firstRows[index]!;
    for (let row = from; row < firstRows[index + 1]!; row++) {
      if (parents[row]! < 0 || (flags[row]! & FLAG.pending) !== 0) continue;
      const parent = from + parents[row]!;
      // Differences of the halves are exact where whole times would not be.
      const aheadNs = (high[parent]! - high[row]!) * 0x1_0000_0000 + (low[parent]! - low[row]!);
      if (aheadNs > 0) skews[row] = Math.ceil(aheadNs / 1_000);
    }
  }
  return skews;
}
