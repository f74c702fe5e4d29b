import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LateEvent } from '../span-record.ts';
import type { LateEventPage } from '../span-store.ts';
import { idBytes } from './chunk/id-bytes.ts';

/**
 * Kept by the ids of the span, whether that has arrived or not. They are few beside the spans, and come one by one: a
 * row each serves them better than chunks. The digest finds those that are sent twice.
 */
export const LATE_EVENTS_SCHEMA = `
CREATE TABLE IF NOT EXISTS late_events(
  id INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  trace_id BLOB NOT NULL,
  span_id BLOB NOT NULL,
  digest BLOB NOT NULL,
  event BLOB NOT NULL,
  received_ms INTEGER NOT NULL DEFAULT 0,
  preview TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX IF NOT EXISTS late_events_by_span ON late_events(workspace, trace_id, span_id, digest);
`;

const DIGEST_BYTES = 16;
/** Deleted at once, so that whoever wants to write meanwhile waits for no more than that. */
const MAX_DELETED = 5_000;

/** Whether the table is there, with all that it has by now. */
export function areLateEventsComplete(db: DatabaseSync): boolean {
  return hasColumn(db, 'received_ms') && hasColumn(db, 'preview');
}

/** Brings the table of a file of before up to date: what stands there counts as received now, and has no preview. */
export function completeLateEvents(db: DatabaseSync): void {
  if (!hasColumn(db, 'received_ms'))
    db.exec(`ALTER TABLE late_events ADD COLUMN received_ms INTEGER NOT NULL DEFAULT ${Date.now()}`);
  if (!hasColumn(db, 'preview')) db.exec("ALTER TABLE late_events ADD COLUMN preview TEXT NOT NULL DEFAULT ''");
}

/**
 * The same for who only reads, to whom the file is not theirs to change: a view in its place that only this connection
 * has, in which no event has a preview.
 */
export function standInForPreviews(db: DatabaseSync): void {
  if (hasColumn(db, 'preview')) return;
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'late_events'").get() !== undefined;
  const none = "SELECT 0 AS id, 0 AS workspace, x'' AS trace_id, '' AS preview WHERE 0";
  db.exec(`CREATE TEMP VIEW late_events AS ${isThere ? "SELECT *, '' AS preview FROM main.late_events" : none}`);
}

/** What a trace is called by, of a row of `traces`: where messages come only as logs, by the first of them. */
export const PREVIEW_SQL: string =
  "CASE preview WHEN '' THEN ifnull((SELECT late.preview FROM late_events AS late WHERE late.workspace = traces.workspace" +
  " AND late.trace_id = traces.trace_id AND late.preview <> '' ORDER BY late.id LIMIT 1), '') ELSE preview END";

function hasColumn(db: DatabaseSync, name: string): boolean {
  return db.prepare("SELECT 1 FROM pragma_table_info('late_events') WHERE name = ?").get(name) !== undefined;
}

/** The table `late_events`. A file of an earlier version that is opened for reading only has none. */
export class LateEventTable {
  readonly #db: DatabaseSync | undefined;
  // Prepared when they are first needed: where a file is only read, a view may stand in for the table.
  #insert: StatementSync | undefined;
  #deleteLost: StatementSync | undefined;
  #delete: StatementSync | undefined;
  readonly #ofSpan: StatementSync | undefined;
  readonly #preview: StatementSync | undefined;
  readonly #any: StatementSync | undefined;
  readonly #traces: StatementSync | undefined;

  constructor(db: DatabaseSync) {
    if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'late_events'").get() === undefined) return;
    this.#db = db;
    if (hasColumn(db, 'preview')) {
      this.#preview = db.prepare(
        'SELECT preview FROM late_events WHERE workspace = (SELECT id FROM workspaces WHERE name = ?)' +
          " AND trace_id = ? AND preview <> '' ORDER BY id LIMIT 1",
      );
    }
    this.#any = db.prepare('SELECT 1 FROM late_events LIMIT 1');
    this.#traces = db.prepare(
      'SELECT DISTINCT traces.id AS id FROM late_events JOIN traces USING (workspace, trace_id) WHERE workspace = ?',
    );
    const workspace = '(SELECT id FROM workspaces WHERE name = ?)';
    this.#ofSpan = db.prepare(
      `SELECT event FROM late_events WHERE workspace = ${workspace} AND trace_id = ? AND span_id = ? ORDER BY id`,
    );
  }

  add(workspace: number, { traceId, spanId, event, preview = '' }: LateEvent): void {
    const digest = createHash('sha256').update(event).digest().subarray(0, DIGEST_BYTES);
    this.#insert ??= this.#db?.prepare(
      'INSERT OR IGNORE INTO late_events(workspace, trace_id, span_id, digest, event, received_ms, preview)' +
        ' VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insert?.run(workspace, idBytes(traceId), idBytes(spanId), digest, event, Date.now(), preview);
  }

  /** OTLP protobuf events, in the order of their arrival. */
  ofSpan(workspaceId: string, traceId: string, spanId: string): readonly Uint8Array[] {
    const rows = this.#ofSpan?.all(workspaceId, idBytes(traceId), idBytes(spanId)) ?? [];
    return rows.map(({ event }) => event as Uint8Array);
  }

  /** Those of a workspace behind a number, in the order of their arrival. */
  page(workspaceId: string, since: number, limit: number): LateEventPage {
    const rows =
      this.#db
        ?.prepare(
          'SELECT id, trace_id, span_id, event, preview FROM late_events' +
            ' WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND id > ? ORDER BY id LIMIT ?',
        )
        .all(workspaceId, since, limit) ?? [];
    const events = rows.map(({ trace_id, span_id, event, preview }) => ({
      traceId: Buffer.from(trace_id as Uint8Array).toString('hex'),
      spanId: Buffer.from(span_id as Uint8Array).toString('hex'),
      event: event as Uint8Array,
      preview: String(preview),
    }));
    return { events, cursor: Number(rows.at(-1)?.id ?? since) };
  }

  /** The first that there is among the events of a trace, '' where there is none. */
  preview(workspaceId: string, traceId: string): string {
    return String(this.#preview?.get(workspaceId, idBytes(traceId))?.preview ?? '');
  }

  /** Whether there are any, of whichever span. */
  get isEmpty(): boolean {
    return this.#any?.get() === undefined;
  }

  /** Numbers of the traces that have any, in the table of traces. */
  traces(workspace: number): readonly number[] {
    return (this.#traces?.all(workspace) ?? []).map(({ id }) => Number(id));
  }

  /** Of traces that are not there, received before. @returns how many */
  deleteLost(workspaceId: string, receivedBeforeMs: number): number {
    this.#deleteLost ??= this.#db?.prepare(
      'DELETE FROM late_events WHERE id IN (SELECT id FROM late_events AS lost' +
        ' WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND received_ms < ?' +
        ' AND NOT EXISTS (SELECT 1 FROM traces WHERE traces.workspace = lost.workspace' +
        ` AND traces.trace_id = lost.trace_id) LIMIT ${MAX_DELETED})`,
    );
    return Number(this.#deleteLost?.run(workspaceId, receivedBeforeMs).changes ?? 0);
  }

  deleteOfTrace(workspaceId: string, traceId: string): void {
    this.#delete ??= this.#db?.prepare(
      'DELETE FROM late_events WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND trace_id = ?',
    );
    this.#delete?.run(workspaceId, idBytes(traceId));
  }
}
