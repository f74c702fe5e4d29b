import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { standing } from '../record-rule.ts';
import type { SpanColumns, TraceRow } from '../span-store.ts';
import { summarise } from '../trace-summary.ts';
import type { Report } from './check-tables.ts';
import { idBytes } from './chunk/id-bytes.ts';
import { readTraceRow, TRACE_COLUMNS } from './trace-table.ts';

interface Gathered {
  readonly row: TraceRow;
  /** Fields that a summary of before has not got yet. */
  readonly unknown: ReadonlySet<string>;
  readonly spans: SpanColumns[];
  /** Chunks with spans of the trace that have not been seen yet. */
  readonly awaited: Set<number>;
}

/** Compares the summaries of traces with their spans, as those come in chunk by chunk. */
export class TraceCheck {
  readonly #report: Report;
  readonly #row: StatementSync;
  readonly #links: StatementSync;
  readonly #isDead: StatementSync;
  /** Traces in several chunks, until all of them have come: mostly they lie close together. */
  readonly #open = new Map<string, Gathered>();

  constructor(db: DatabaseSync, report: Report) {
    this.#report = report;
    this.#row = db.prepare(`SELECT id, ${TRACE_COLUMNS} FROM traces WHERE workspace = ? AND trace_id = ?`);
    this.#row.setReadBigInts(true);
    this.#links = db.prepare('SELECT chunk FROM trace_chunks WHERE trace = ?');
    this.#isDead = db.prepare('SELECT 1 FROM tombstones WHERE chunk = ? AND trace_id = ?');
  }

  add(
    workspace: number,
    chunk: number,
    { traceId, spans }: { readonly traceId: string; readonly spans: readonly SpanColumns[] },
  ): void {
    if (this.#isDead.get(chunk, idBytes(traceId)) !== undefined) return;
    const key = `${workspace} ${traceId}`;
    const gathered = this.#open.get(key) ?? this.#start(workspace, traceId);
    if (gathered === undefined) {
      this.#report(`chunk ${chunk}`, `holds spans of trace ${traceId}, which is not there`);
      return;
    }
    if (!gathered.awaited.delete(chunk))
      this.#report(`trace ${traceId}`, `does not know of its spans in chunk ${chunk}`);
    for (const span of spans) gathered.spans.push(span);
    if (gathered.awaited.size > 0) this.#open.set(key, gathered);
    else {
      this.#open.delete(key);
      this.#compare(gathered);
    }
  }

  /** To be called after the last chunk. */
  finish(): void {
    for (const { row, awaited } of this.#open.values()) {
      this.#report(`trace ${row.traceId}`, `has lost its spans in chunk ${[...awaited].join(', ')}`);
    }
  }

  #start(workspace: number, traceId: string): Gathered | undefined {
    const row = this.#row.get(workspace, idBytes(traceId));
    if (row === undefined) return undefined;
    const awaited = new Set(this.#links.all(Number(row.id)).map(({ chunk }) => Number(chunk)));
    const unknown = new Set(row.ttft_us === null ? ['ttftUs'] : []);
    return { row: readTraceRow(row), unknown, spans: [], awaited };
  }

  #compare({ row, unknown, spans }: Gathered): void {
    const expected = summarise(row.traceId, row.experimentId, standing(spans));
    const wrong = (Object.keys(expected) as (keyof TraceRow)[]).filter(
      (field) => !unknown.has(field) && !isDeepStrictEqual(row[field], expected[field]),
    );
    if (wrong.length === 0) return;
    this.#report(`trace ${row.traceId}`, `has another ${wrong.join(', ')} in its summary than in its spans`);
  }
}
