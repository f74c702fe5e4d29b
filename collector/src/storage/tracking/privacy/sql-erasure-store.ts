import type { ErasureCounts, ErasureLeftOver } from '@tracewright/schema';
import { inParts } from '../in-parts.ts';
import { newHexId } from '../new-hex-id.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import { type ErasureStore, type NewErasure, NO_COUNTS, type StoredErasure } from './erasure-store.ts';
import type { ErasureRow } from './privacy-tables.ts';

/** Erasures in any SQL database that Kysely speaks. */
export class SqlErasureStore implements ErasureStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async add(workspaceId: string, erasure: NewErasure): Promise<StoredErasure> {
    const row: ErasureRow = {
      ...{ workspace_id: workspaceId, id: newHexId(), subject_kind: erasure.of, subject: erasure.subject },
      ...{ digest: erasure.digest, state: 'waiting', is_dry_run: erasure.isDryRun ? 1 : 0 },
      ...{ requested_by: erasure.requestedBy, requested_ms: this.#database.nowMs(), finished_ms: null },
      ...{ watched_until_ms: erasure.watchedUntilMs ?? null, counts: JSON.stringify(NO_COUNTS), error: null },
      left_over: '[]',
    };
    await this.#database.write((transaction) => transaction.insertInto('erasures').values(row).execute());
    return erasureOf(row);
  }

  async get(workspaceId: string, id: string): Promise<StoredErasure | undefined> {
    const row = await this.#rows().where('workspace_id', '=', workspaceId).where('id', '=', id).executeTakeFirst();
    return row && erasureOf(row);
  }

  async list(workspaceId: string, limit: number): Promise<readonly StoredErasure[]> {
    const rows = await this.#rows()
      .where('workspace_id', '=', workspaceId)
      .orderBy('requested_ms', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(erasureOf);
  }

  async unfinished(): Promise<readonly StoredErasure[]> {
    const rows = await this.#rows().where('state', '!=', 'done').orderBy('requested_ms').orderBy('id').execute();
    return rows.map(erasureOf);
  }

  async watched(nowMs: number): Promise<readonly StoredErasure[]> {
    const rows = await this.#rows().where('state', '=', 'done').where('watched_until_ms', '>', nowMs).execute();
    return rows.map(erasureOf);
  }

  async note(
    { workspaceId, id, isDryRun }: StoredErasure,
    { state, counts, leftOver, error }: Partial<Pick<StoredErasure, 'state' | 'counts' | 'leftOver' | 'error'>>,
  ): Promise<void> {
    await this.#database.write(async (transaction) => {
      await transaction
        .updateTable('erasures')
        .set({
          ...(state !== undefined && { state }),
          ...(state === 'done' && { subject: null, finished_ms: this.#database.nowMs() }),
          ...(counts !== undefined && { counts: JSON.stringify(counts) }),
          ...(leftOver !== undefined && { left_over: JSON.stringify(leftOver) }),
          ...(error !== undefined && { error }),
        })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
      if (state !== 'done' || isDryRun) return;
      // Any answer to somebody's request may say something of them.
      await transaction
        .updateTable('request_answers')
        .set({ body: null, digest: null })
        .where('workspace_id', '=', workspaceId)
        .execute();
      await transaction
        .updateTable('request_writes')
        .set({ given: null })
        .where('workspace_id', '=', workspaceId)
        .execute();
    });
  }

  async addTraces({ workspaceId, id }: StoredErasure, traceIds: readonly string[]): Promise<void> {
    await this.#database.write(async (transaction) => {
      for (const ids of inParts(traceIds)) {
        await transaction
          .insertInto('erased_traces')
          .values(ids.map((trace_id) => ({ workspace_id: workspaceId, trace_id, erasure_id: id })))
          .onConflict((conflict) => conflict.columns(['workspace_id', 'trace_id']).doUpdateSet({ erasure_id: id }))
          .execute();
      }
    });
  }

  async traces({ workspaceId, id }: StoredErasure): Promise<readonly string[]> {
    const rows = await this.#database.db
      .selectFrom('erased_traces')
      .select('trace_id')
      .where('workspace_id', '=', workspaceId)
      .where('erasure_id', '=', id)
      .execute();
    return rows.map(({ trace_id }) => trace_id);
  }

  async erasureOf(
    workspaceId: string,
    traceIds: readonly string[],
    nowMs: number,
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const ids of inParts(traceIds)) {
      const rows = await this.#database.db
        .selectFrom('erased_traces')
        .innerJoin('erasures', (join) =>
          join
            .onRef('erasures.workspace_id', '=', 'erased_traces.workspace_id')
            .onRef('erasures.id', '=', 'erased_traces.erasure_id'),
        )
        .select(['erased_traces.trace_id', 'erased_traces.erasure_id'])
        .where('erased_traces.workspace_id', '=', workspaceId)
        .where('erased_traces.trace_id', 'in', ids)
        .where('erasures.watched_until_ms', '>', nowMs)
        .execute();
      for (const { trace_id, erasure_id } of rows) found.set(trace_id, erasure_id);
    }
    return found;
  }

  async forgetTraces(nowMs: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .deleteFrom('erased_traces')
        .where('erasure_id', 'in', (of) =>
          of
            .selectFrom('erasures')
            .select('erasures.id')
            .where('erasures.state', '=', 'done')
            .where('erasures.watched_until_ms', '<=', nowMs),
        )
        .execute(),
    );
  }

  async cursor(workspaceId: string): Promise<number | undefined> {
    const row = await this.#database.db
      .selectFrom('erasure_cursors')
      .select('cursor')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return row?.cursor;
  }

  async setCursor(workspaceId: string, cursor: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .insertInto('erasure_cursors')
        .values({ workspace_id: workspaceId, cursor })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ cursor }))
        .execute(),
    );
  }

  #rows() {
    return this.#database.db.selectFrom('erasures').selectAll();
  }
}

function erasureOf(row: ErasureRow): StoredErasure {
  return {
    ...{ workspaceId: row.workspace_id, id: row.id, of: row.subject_kind, subject: row.subject ?? undefined },
    ...{ digest: row.digest, state: row.state, isDryRun: row.is_dry_run === 1, requestedBy: row.requested_by },
    ...{ requestedMs: row.requested_ms, finishedMs: row.finished_ms ?? undefined },
    watchedUntilMs: row.watched_until_ms ?? undefined,
    counts: { ...NO_COUNTS, ...(JSON.parse(row.counts) as Partial<ErasureCounts>) },
    leftOver: JSON.parse(row.left_over) as ErasureLeftOver[],
    error: row.error,
  };
}
