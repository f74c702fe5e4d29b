import { randomBytes } from 'node:crypto';
import type { RedactionRuleBody } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { locking } from '../locking.ts';
import { newHexId } from '../new-hex-id.ts';
import { nextVersionMs } from '../next-version.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { RedactionRuleRow } from './privacy-tables.ts';
import type { RedactionRuleStore, StoredRedactionRule, WorkspaceRules } from './redaction-rule-store.ts';

const SECRET_BYTES = 32;

/** Rules of redaction in any SQL database that Kysely speaks. */
export class SqlRedactionRuleStore implements RedactionRuleStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async list(workspaceId: string): Promise<readonly StoredRedactionRule[]> {
    const rows = await this.#rows().where('workspace_id', '=', workspaceId).execute();
    return rows.map(ruleOf);
  }

  async listEnabled(): Promise<readonly WorkspaceRules[]> {
    const rows = await this.#rows().where('is_enabled', '=', 1).execute();
    const found: WorkspaceRules[] = [];
    for (const [workspaceId, of] of Map.groupBy(rows, ({ workspace_id }) => workspace_id)) {
      found.push({ workspaceId, secret: await this.secret(workspaceId), rules: of.map(ruleOf) });
    }
    return found;
  }

  add(workspaceId: string, rule: Required<RedactionRuleBody>): Promise<StoredRedactionRule> {
    return this.#database.write(async (transaction) => {
      const { place } = await transaction
        .selectFrom('redaction_rules')
        .select(({ fn }) => fn.max('place').as('place'))
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirstOrThrow();
      const nowMs = this.#database.nowMs();
      const row: RedactionRuleRow = {
        ...{ workspace_id: workspaceId, id: newHexId(), place: (place ?? 0) + 1, ...columnsOf(rule) },
        ...{ created_ms: nowMs, updated_ms: nowMs },
      };
      await transaction.insertInto('redaction_rules').values(row).execute();
      return ruleOf(row);
    });
  }

  replace(
    workspaceId: string,
    id: string,
    rule: Required<RedactionRuleBody>,
    seenMs?: number,
  ): Promise<StoredRedactionRule> {
    return this.#database.write(async (transaction) => {
      const updated_ms = await this.#nextVersionMs(transaction, workspaceId, id, seenMs);
      const row = await transaction
        .updateTable('redaction_rules')
        .set({ ...columnsOf(rule), updated_ms })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return ruleOf(row);
    });
  }

  async reorder(workspaceId: string, ids: readonly string[]): Promise<void> {
    await this.#database.write(async (transaction) => {
      const rows = await transaction
        .selectFrom('redaction_rules')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .execute();
      const isEach = rows.length === ids.length && rows.every(({ id }) => ids.includes(id));
      if (!isEach) throw new ApiError('RESOURCE_CONFLICT', 'these are not all rules as they are now');
      for (const [at, id] of ids.entries()) {
        await transaction
          .updateTable('redaction_rules')
          .set({ place: at + 1 })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      }
    });
  }

  async remove(workspaceId: string, id: string, seenMs?: number): Promise<void> {
    await this.#database.write(async (transaction) => {
      await this.#nextVersionMs(transaction, workspaceId, id, seenMs);
      await transaction
        .deleteFrom('redaction_rules')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
    });
  }

  async secret(workspaceId: string): Promise<string> {
    const read = () =>
      this.#database.db
        .selectFrom('privacy_secrets')
        .select('secret')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
    const known = await read();
    if (known !== undefined) return known.secret;
    await this.#database.write((transaction) =>
      transaction
        .insertInto('privacy_secrets')
        .values({ workspace_id: workspaceId, secret: randomBytes(SECRET_BYTES).toString('hex') })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    // Another process may have been quicker: there is one key alone.
    return (await read())!.secret;
  }

  /** Nobody else changes the row until the transaction ends. */
  async #nextVersionMs(
    transaction: TrackingQueries,
    workspaceId: string,
    id: string,
    seenMs: number | undefined,
  ): Promise<number> {
    const query = transaction
      .selectFrom('redaction_rules')
      .select('updated_ms')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id);
    const row = await locking(this.#database, query).executeTakeFirst();
    if (row === undefined) throw noRule(id);
    return nextVersionMs(row.updated_ms, seenMs, this.#database.nowMs(), 'the rule');
  }

  #rows() {
    return this.#database.db.selectFrom('redaction_rules').selectAll().orderBy('place').orderBy('id');
  }
}

function columnsOf(rule: Required<RedactionRuleBody>) {
  const { name, kind, value, action } = rule;
  return { name, kind, value, action, keys: JSON.stringify(rule.keys), is_enabled: rule.isEnabled ? 1 : 0 } as const;
}

function ruleOf(row: RedactionRuleRow): StoredRedactionRule {
  const { id, name, kind, value, action } = row;
  return {
    ...{ id, name, kind, value, action },
    keys: JSON.parse(row.keys) as string[],
    isEnabled: row.is_enabled === 1,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}

function noRule(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no rule ${JSON.stringify(id)}`);
}
