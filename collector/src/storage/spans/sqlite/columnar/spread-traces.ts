import type { DatabaseSync } from 'node:sqlite';
import type { Expression } from '../../../../filter/expression.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import { idBytes, readId } from '../chunk/id-bytes.ts';
import type { ChunkTable } from '../chunk-table.ts';
import { DuplicateTable } from '../duplicate-table.ts';
import { StatementCache } from '../statement-cache.ts';
import { StoreVersion } from '../store-version.ts';
import { filterSql } from '../trace-filter-sql.ts';
import { TraceReader } from '../trace-reader.ts';
import { readTraceRow, TRACE_COLUMNS } from '../trace-table.ts';

const IN_WORKSPACE = 'workspace = (SELECT id FROM workspaces WHERE name = ?)';

/** A trace whose spans lie in several chunks, and its number in the table of traces. */
export interface SpreadTrace {
  readonly number: number;
  readonly trace: TraceSubject;
}

/** A row of whichever chunk. */
export function placeInChunk(chunkId: number, row: number): string {
  return `${chunkId} ${row}`;
}

/** What one chunk alone does not say about the traces in it. */
export class SpreadTraces {
  readonly #statements: StatementCache;
  readonly #chunks: ChunkTable;
  readonly #storeVersion: StoreVersion;
  readonly #duplicates: DuplicateTable;
  #spread = '[]';
  #version = '';

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#statements = new StatementCache(db);
    this.#chunks = chunks;
    this.#storeVersion = new StoreVersion(db);
    this.#duplicates = new DuplicateTable(db);
  }

  /** The traces whose spans lie in more than one chunk, all or those among some. */
  subjects(workspaceId: string, among?: ReadonlySet<string>): readonly SpreadTrace[] {
    if (among?.size === 0) return [];
    const reader = new TraceReader(this.#chunks, { duplicates: (trace) => this.#duplicates.of(trace) });
    return this.#statements
      .all(
        `SELECT id, ${TRACE_COLUMNS} FROM traces WHERE ` +
          (among === undefined
            ? `+${IN_WORKSPACE} AND id IN (SELECT value FROM json_each(?))`
            : `${IN_WORKSPACE} AND trace_id IN (SELECT unhex(value) FROM json_each(?))`),
        [workspaceId, among === undefined ? this.#all() : JSON.stringify([...among])],
      )
      .map((row) => ({ number: Number(row.id), trace: reader.subject(Number(row.id), readTraceRow(row)) }));
  }

  /** Numbers of all traces in several chunks, of any workspace, as JSON: found anew only if somebody has written since. */
  #all(): string {
    const version = this.#storeVersion.now();
    if (version !== this.#version) {
      const found = this.#statements.arrays('SELECT trace FROM trace_chunks GROUP BY trace HAVING count(*) > 1', []);
      this.#spread = JSON.stringify(found.flat());
    }
    this.#version = version;
    return this.#spread;
  }

  /** By trace, where the records of its spans lie that still run, by {@link placeInChunk}; undefined where all that say so do. */
  running(workspaceId: string, traceIds: Iterable<string>): ReadonlyMap<string, ReadonlySet<string> | undefined> {
    // They lie side by side: the same few chunks serve them all.
    const reader = new TraceReader(this.#chunks);
    return new Map(Array.from(traceIds, (traceId) => [traceId, this.#runningOf(workspaceId, traceId, reader)]));
  }

  #runningOf(workspaceId: string, traceId: string, reader: TraceReader): ReadonlySet<string> | undefined {
    const trace = this.#statements.get(`SELECT id FROM traces WHERE ${IN_WORKSPACE} AND trace_id = ?`, [
      workspaceId,
      idBytes(traceId),
    ]);
    if (trace === undefined) return new Set();
    const id = Number(trace.id);
    if (this.#chunks.idsOfTrace(id).length < 2) return undefined;
    const running = reader.spans(id, traceId).filter(({ columns }) => columns.isPending);
    return new Set(running.map(({ chunkId, row }) => placeInChunk(chunkId, row)));
  }

  /** By chunk, the traces whose spans in it are dead but not yet removed. */
  dead(): ReadonlyMap<number, ReadonlySet<string>> {
    const found = new Map<number, Set<string>>();
    for (const { chunk, trace_id } of this.#statements.all('SELECT chunk, trace_id FROM tombstones', [])) {
      const ofChunk = found.get(Number(chunk)) ?? new Set<string>();
      found.set(Number(chunk), ofChunk.add(readId(trace_id as Uint8Array, 0, 16)));
    }
    return found;
  }

  /** Ids of the traces that pass; undefined where the table of traces cannot tell. */
  idsOf(workspaceId: string, filter: Expression): ReadonlySet<string> | undefined {
    const { sql, parameters, isExact } = filterSql(filter);
    if (!isExact) return undefined;
    const rows = this.#statements.all(`SELECT trace_id FROM traces WHERE ${IN_WORKSPACE} AND (${sql})`, [
      workspaceId,
      ...parameters,
    ]);
    return new Set(rows.map((row) => readId(row.trace_id as Uint8Array, 0, 16)));
  }

  /** Experiment of each trace that is not in Default. */
  experiments(workspaceId: string): ReadonlyMap<string, string> {
    const rows = this.#statements.all(
      `SELECT trace_id, experiment_id FROM traces WHERE ${IN_WORKSPACE} AND experiment_id <> '0'`,
      [workspaceId],
    );
    return new Map(rows.map((row) => [readId(row.trace_id as Uint8Array, 0, 16), String(row.experiment_id)]));
  }
}
