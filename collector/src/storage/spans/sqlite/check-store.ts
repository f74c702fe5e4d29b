import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { checkTables } from './check-tables.ts';
import { TraceCheck } from './check-traces.ts';
import { ChunkTable } from './chunk-table.ts';
import { openSpanDatabase } from './span-database.ts';
import { checkTexts } from './text/check-texts.ts';
import { textFileOf } from './text/text-database.ts';
import { consistently } from './transaction.ts';

/** Something that is not as it was written. */
export interface StoreFinding {
  /** Such as `chunk 12` or `trace 0af7…`. */
  readonly place: string;
  /** What is wrong there, as part of a sentence. */
  readonly message: string;
}

/** What a store holds, and all that is wrong with it. */
export interface StoreCheck {
  /** Of the file and its log, in which is what a collector that is running wrote last. */
  readonly fileBytes: number;
  readonly traces: number;
  readonly chunks: number;
  /** In chunks that can be read, those of deleted traces included that still wait to be removed. */
  readonly spans: number;
  readonly findings: readonly StoreFinding[];
}

/**
 * Reads a store from end to end, beside a collector that may be running: the database itself, every chunk, every
 * payload, each trace's summary against its spans, and the index of texts as far as it goes. Changes nothing. A million
 * spans take a minute.
 *
 * @throws StoreError if the file cannot be opened as a span store.
 */
export function checkSpanStore(file: string): StoreCheck {
  const db = openSpanDatabase(file, true);
  try {
    return consistently(db, () => check(db, file));
  } finally {
    db.close();
  }
}

function check(db: DatabaseSync, file: string): StoreCheck {
  const findings: StoreFinding[] = [];
  const report = (place: string, message: string): void => void findings.push({ place, message });
  checkTables(db, report);
  const chunks = new ChunkTable(db, ({ chunkId, reason }) => report(`chunk ${chunkId}`, reason));
  const traces = new TraceCheck(db, report);
  const ids = db.prepare('SELECT id, workspace FROM chunks ORDER BY id').all();
  let spans = 0;
  for (const row of ids) {
    const id = Number(row.id);
    const chunk = chunks.get(id);
    const read = chunk && chunks.attempt(id, () => readWhole(chunks, chunk));
    for (const trace of read ?? []) {
      spans += trace.spans.length;
      traces.add(Number(row.workspace), id, trace);
    }
  }
  traces.finish();
  checkTexts(db, chunks, textFileOf(file), report);
  const fileBytes = bytesOf(file) + bytesOf(`${file}-wal`);
  return { fileBytes, traces: countOf(db, 'traces'), chunks: ids.length, spans, findings };
}

/** 0 where there is none: the log is taken away by whoever closes the file last. */
function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

type WholeChunk = NonNullable<ReturnType<ChunkTable['get']>>;

/** Columns of every trace. Payloads and origins are unpacked too, and let go. */
function readWhole(chunks: ChunkTable, { id, reader }: WholeChunk) {
  reader.payloads((frame) => chunks.frame(id, frame));
  if (reader.spanCount > 0) reader.origin(0);
  return reader.traces().map(([traceId, rows]) => ({ traceId, spans: reader.columns(traceId, rows) }));
}

function countOf(db: DatabaseSync, table: 'traces'): number {
  return Number(db.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
}
