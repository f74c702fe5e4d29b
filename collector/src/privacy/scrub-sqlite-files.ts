import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isBusy, openSqliteFile } from '../storage/sqlite-file.ts';

/** 1 MB: others write in between. */
const PAGES_AT_ONCE = 256;
/** How long it waits for others, who may be on this very thread: they go on only once it has given up. */
const BUSY_MS = 50;

/** The files of an embedded store. */
export interface SqliteFiles {
  /** Spans; where they are kept elsewhere, it is not there. */
  readonly spans: string;
  /** The words of the spans, which follow them in their own time. */
  readonly texts: string;
  readonly tracking: string;
}

/**
 * Takes what was deleted out of the files themselves: pages that nothing is in any more are given back, and the logs that
 * lie beside the files are emptied into them and cut. What is deleted on a page that stays is overwritten as it is deleted.
 *
 * @returns whether nothing of it is left; otherwise somebody was reading, or words were not yet taken out
 */
export async function scrubSqliteFiles({ spans, texts, tracking }: SqliteFiles): Promise<boolean> {
  let isClean = true;
  for (const file of [spans, texts, tracking]) {
    if (existsSync(file)) isClean = (await scrubFile(file)) && isClean;
  }
  return isClean && !hasDeadWords(spans, texts);
}

async function scrubFile(file: string): Promise<boolean> {
  const db = openSqliteFile(file, { busyTimeoutMs: BUSY_MS });
  try {
    for (let free = numberOf(db, 'freelist_count'), before = free + 1; free > 0 && free < before; ) {
      db.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
      before = free;
      free = numberOf(db, 'freelist_count');
      await nextTurn();
    }
    return Number(db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy) === 0;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  } finally {
    db.close();
  }
}

/** Whether words are kept of blocks of spans that are gone or were written anew. */
function hasDeadWords(spans: string, texts: string): boolean {
  if (!existsSync(spans) || !existsSync(texts)) return false;
  const db = openSqliteFile(texts, { isReadOnly: true });
  try {
    db.prepare('ATTACH ? AS spans').run(spans);
    const dead = db.prepare(
      'SELECT 1 FROM main.chunks AS word LEFT JOIN spans.chunks AS chunk ON chunk.id = word.chunk' +
        ' WHERE chunk.id IS NULL OR length(chunk.columns) <> word.column_bytes LIMIT 1',
    );
    return dead.get() !== undefined;
  } finally {
    db.close();
  }
}

function numberOf(db: DatabaseSync, pragma: string): number {
  return Number(db.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
