import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { Report } from '../check-tables.ts';
import type { ChunkTable } from '../chunk-table.ts';
import { ChunkTextReader } from './chunk-texts.ts';
import { readTexts } from './read-texts.ts';
import { openTextsToRead } from './text-database.ts';
import { TextTable } from './text-table.ts';

/** Compares the words beside a store with its spans, as far as they have been read. Where there are none, nothing is wrong. */
export function checkTexts(db: DatabaseSync, chunks: ChunkTable, file: string, report: Report): void {
  const texts = openTextsToRead(file);
  if (texts === undefined) return;
  try {
    for (const row of texts.prepare('PRAGMA integrity_check(20)').all()) {
      const message = String(row.integrity_check);
      if (message !== 'ok') report('the index of texts', message);
    }
    const table = new TextTable(texts);
    const reader = new ChunkTextReader();
    for (const chunk of table.orphans())
      report('the index of texts', `has words of chunk ${chunk}, which it does not know`);
    const version = db.prepare('SELECT length(columns) AS columnBytes FROM chunks WHERE id = ?');
    const touched = db.prepare('SELECT 1 FROM tombstones WHERE chunk = ?');
    for (const { chunk, columnBytes } of table.versions()) {
      // What is out of date is not asked for, and read again.
      if (version.get(chunk)?.columnBytes !== columnBytes || touched.get(chunk) !== undefined) continue;
      const found = table.whole(chunk);
      const isAsRead = (isPassedOver: boolean): boolean =>
        isDeepStrictEqual(found, readTexts(db, chunks, reader, chunk, isPassedOver));
      if (!isAsRead(false) && !isAsRead(true)) {
        report(`chunk ${chunk}`, 'says something else in the index of texts than in its spans');
      }
    }
  } finally {
    texts.close();
  }
}
