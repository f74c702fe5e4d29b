import type { DatabaseSync } from 'node:sqlite';

/** 16 MB at a time: moving the last pages into the gaps holds up everybody who wants to write. */
const MAX_PAGES = 4_096;

/** Makes the file smaller by pages that nothing is in any more. @returns whether there are more to be given back. */
export function giveBack(db: DatabaseSync): boolean {
  const before = freePages(db);
  if (before === 0) return false;
  db.exec(`PRAGMA incremental_vacuum(${MAX_PAGES})`);
  const after = freePages(db);
  return after > 0 && after < before;
}

function freePages(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA freelist_count').get()?.freelist_count);
}
