import { PARENT, SECTION } from '../chunk/section.ts';
import type { ChunkRows } from './chunk-rows.ts';

/** Row of a span's parent within the chunk, of its nearest known ancestor where that lies elsewhere; -1 for neither. */
export function parentRow(rows: ChunkRows, firstRow: number, row: number): number {
  const parent = rows.column(SECTION.parent)[row]!;
  if (parent >= 0) return firstRow + parent;
  const fallback = rows.column(SECTION.fallbackParent)[row]!;
  return fallback >= 0 && fallback !== PARENT.sameAsParent ? firstRow + fallback : -1;
}
