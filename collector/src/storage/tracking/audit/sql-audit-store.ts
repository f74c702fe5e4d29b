import { sql } from 'kysely';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type {
  AuditHead,
  AuditPlace,
  AuditQuery,
  AuditRecord,
  AuditStore,
  NewAuditRecord,
  NewAuditRecords,
} from './audit-store.ts';
import type { AuditEntryRow, AuditHeadRow } from './audit-tables.ts';
import { CHAIN_BEGINNING, hashOf } from './chain.ts';

/** Fifteen values each, within what a statement takes. */
const ROWS_AT_ONCE = 500;

/** The audit log in any SQL database that Kysely speaks. */
export class SqlAuditStore implements AuditStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  append(workspaceId: string, records: readonly NewAuditRecord[]): Promise<void> {
    return this.appendAll(new Map([[workspaceId, records]]));
  }

  async appendAll(entries: NewAuditRecords, isAgain = false): Promise<void> {
    // Always in the same order: nobody waits for a chain whose holder waits for one of ours.
    const chains = [...entries]
      .filter(([, records]) => records.length > 0)
      .sort(([one], [two]) => (one < two ? -1 : 1));
    if (chains.length === 0) return;
    await this.#database.write(async (transaction) => {
      // Waits for whoever appends right now, be it ourselves a moment ago, without an answer.
      const heads = await takeHeads(
        transaction,
        chains.map(([workspaceId]) => workspaceId),
      );
      const rows: AuditEntryRow[] = [];
      const moved: AuditHeadRow[] = [];
      for (const [workspaceId, records] of chains) {
        const head = heads.get(workspaceId)!;
        let { last } = headOf(head);
        for (const record of isAgain ? await notStored(transaction, workspaceId, records) : records) {
          const seq = last.seq + 1;
          last = { seq, hash: hashOf(workspaceId, last.hash, { ...record, seq }) };
          rows.push(rowOf(workspaceId, record, last));
        }
        moved.push({ ...head, ...last });
      }
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        await transaction
          .insertInto('audit_entries')
          .values(rows.slice(from, from + ROWS_AT_ONCE))
          .execute();
      }
      await transaction
        .insertInto('audit_heads')
        .values(moved)
        .onConflict((conflict) =>
          conflict
            .column('workspace_id')
            .doUpdateSet((given) => ({ seq: given.ref('excluded.seq'), hash: given.ref('excluded.hash') })),
        )
        .execute();
    });
  }

  async list(workspaceId: string, query: AuditQuery): Promise<readonly AuditRecord[]> {
    const { action, subject, object, outcome, fromMs, toMs, before, limit } = query;
    let select = this.#database.db.selectFrom('audit_entries').selectAll().where('workspace_id', '=', workspaceId);
    if (action?.endsWith('*'))
      select = select.where(sql<boolean>`substr(action, 1, ${action.length - 1}) = ${action.slice(0, -1)}`);
    else if (action !== undefined) select = select.where('action', '=', action);
    if (subject !== undefined) select = select.where('subject', '=', subject);
    if (object !== undefined) select = select.where('object', '=', object);
    if (outcome !== undefined) select = select.where('outcome', '=', outcome);
    if (fromMs !== undefined) select = select.where('at_ms', '>=', fromMs);
    if (toMs !== undefined) select = select.where('at_ms', '<', toMs);
    if (before !== undefined) select = select.where('seq', '<', before);
    return (await select.orderBy('seq', 'desc').limit(limit).execute()).map(recordOf);
  }

  async scan(workspaceId: string, after: number, limit: number): Promise<readonly AuditRecord[]> {
    const rows = await this.#database.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(recordOf);
  }

  async head(workspaceId: string): Promise<AuditHead | undefined> {
    const row = await this.#database.db
      .selectFrom('audit_heads')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return row && headOf(row);
  }

  async mentions(workspaceId: string, text: string): Promise<number> {
    // Objects are paths as they were sent.
    const parts = [...new Set([text, encodeURIComponent(text.toWellFormed())])].map(
      (part) => `%${part.replace(/[\\%_]/g, '\\$&')}%`,
    );
    const { count } = await this.#database.db
      .selectFrom('audit_entries')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('workspace_id', '=', workspaceId)
      .where(({ eb, or }) =>
        or([eb('subject', '=', text), ...parts.map((part) => sql<boolean>`object like ${part} escape '\\'`)]),
      )
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  prune(workspaceId: string, olderThanMs: number): Promise<number> {
    return this.#database.write(async (transaction) => {
      const { last, base } = headOf((await takeHeads(transaction, [workspaceId])).get(workspaceId)!);
      const kept = await transaction
        .selectFrom('audit_entries')
        .select(({ fn }) => fn.min('seq').as('seq'))
        .where('workspace_id', '=', workspaceId)
        .where('at_ms', '>=', olderThanMs)
        .executeTakeFirst();
      const to = kept?.seq == null ? last.seq : Number(kept.seq) - 1;
      if (to <= base.seq) return 0;
      const entries = () => transaction.selectFrom('audit_entries').where('workspace_id', '=', workspaceId);
      const { hash } = await entries().select('hash').where('seq', '=', to).executeTakeFirstOrThrow();
      const { numDeletedRows } = await transaction
        .deleteFrom('audit_entries')
        .where('workspace_id', '=', workspaceId)
        .where('seq', '<=', to)
        .executeTakeFirst();
      await transaction
        .updateTable('audit_heads')
        .set({ base_seq: to, base_hash: hash })
        .where('workspace_id', '=', workspaceId)
        .execute();
      return Number(numDeletedRows);
    });
  }
}

/** Heads of chains, which nobody else moves until the transaction ends; written before they are read, since they may not be there yet. */
async function takeHeads(
  transaction: TrackingQueries,
  workspaceIds: readonly string[],
): Promise<ReadonlyMap<string, AuditHeadRow>> {
  const { seq, hash } = CHAIN_BEGINNING;
  const rows = await transaction
    .insertInto('audit_heads')
    .values(workspaceIds.map((workspace_id) => ({ workspace_id, seq, hash, base_seq: seq, base_hash: hash })))
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet((given) => ({ seq: given.ref('audit_heads.seq') })),
    )
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [row.workspace_id, row]));
}

/** Those that do not stand there as they are: what has their number and says otherwise was put there by somebody else. */
async function notStored(
  transaction: TrackingQueries,
  workspaceId: string,
  records: readonly NewAuditRecord[],
): Promise<readonly NewAuditRecord[]> {
  const contentOf = (record: NewAuditRecord): string => hashOf(workspaceId, '', { ...record, seq: 0 });
  const stored = new Set<string>();
  for (const [writer, own] of Map.groupBy(records, (record) => record.writer)) {
    const last = transaction
      .selectFrom('audit_entries')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('writer', '=', writer)
      .orderBy('seq', 'desc');
    const first = Math.min(...own.map(({ ordinal }) => ordinal));
    const end = Number((await last.limit(1).executeTakeFirst())?.ordinal ?? 0);
    if (end < first) continue;
    // Read from the end, where they stand if they do.
    const rows = await last.limit(Math.min(own.length, end - first + 1)).execute();
    for (const row of rows) stored.add(contentOf(recordOf(row)));
  }
  return records.filter((record) => !stored.has(contentOf(record)));
}

function headOf(row: AuditHeadRow): AuditHead {
  // Postgres gives 64-bit integers as text where nothing else is said.
  return {
    last: { seq: Number(row.seq), hash: row.hash },
    base: { seq: Number(row.base_seq), hash: row.base_hash },
  };
}

function rowOf(workspaceId: string, record: NewAuditRecord, { seq, hash }: AuditPlace): AuditEntryRow {
  const { atMs, writer, ordinal, action, object, subject, via, keyId, address, outcome, status, count = 1 } = record;
  return {
    ...{ workspace_id: workspaceId, seq, at_ms: atMs, writer, ordinal, action, object, subject, via },
    ...{ key_id: keyId, address, outcome, status, hash, count },
  };
}

function recordOf(row: AuditEntryRow): AuditRecord {
  const { writer, action, object, subject, via, address, outcome, status, hash } = row;
  return {
    ...{ writer, action, object, subject, via, address, outcome, status, hash, keyId: row.key_id },
    ...{ seq: Number(row.seq), ordinal: Number(row.ordinal), count: Number(row.count), atMs: row.at_ms },
  };
}
