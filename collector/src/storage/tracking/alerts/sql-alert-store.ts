import type { NewAlertRule } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { locking } from '../locking.ts';
import { momentSooner } from '../moment-sooner.ts';
import { nextVersionMs } from '../next-version.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { eventRow, storedAlert, storedEvent } from './alert-rows.ts';
import type { AlertLook, AlertStore, NewAlertEvent, StoredAlert, StoredAlertEvent } from './alert-store.ts';
import type { AlertRuleRow } from './alert-tables.ts';

const NEVER_LOOKED: Pick<
  AlertRuleRow,
  'state' | 'since_ms' | 'bad_since_ms' | 'is_told' | 'reading' | 'problem' | 'checked_ms'
> = {
  ...{ state: 'noData', since_ms: null, bad_since_ms: null, is_told: 0 },
  ...{ reading: null, problem: null, checked_ms: null },
};

/** Alert rules in any SQL database that Kysely speaks. */
export class SqlAlertStore implements AlertStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  create(workspaceId: string, id: string, rule: NewAlertRule): Promise<StoredAlert> {
    const nowMs = this.#database.nowMs();
    const row: AlertRuleRow = {
      workspace_id: workspaceId,
      rule_id: id,
      definition: JSON.stringify(rule),
      ...NEVER_LOOKED,
      looks: 0,
      next_ms: nowMs,
      silenced_until_ms: null,
      created_ms: nowMs,
      updated_ms: nowMs,
    };
    return this.#database.write(async (transaction) => {
      await transaction.insertInto('alert_rules').values(row).execute();
      return storedAlert(row);
    });
  }

  replace(workspaceId: string, id: string, rule: NewAlertRule, seenMs?: number): Promise<StoredAlert> {
    const nowMs = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      const query = ruleQuery(transaction, workspaceId, id);
      const before = storedAlert(required(await locking(this.#database, query).executeTakeFirst(), id));
      return changed(transaction, workspaceId, id, {
        ...NEVER_LOOKED,
        // Whoever was told that it fires waits to hear that it is over.
        is_told: before.isTold && before.webhook?.url === rule.webhook?.url ? 1 : 0,
        definition: JSON.stringify(rule),
        next_ms: nowMs,
        updated_ms: nextVersionMs(before.updatedMs, seenMs, nowMs, 'the alert'),
      });
    });
  }

  silence(workspaceId: string, id: string, untilMs: number | null): Promise<StoredAlert> {
    // What was kept quiet is told at the next look after it, so that one is due.
    const change = { silenced_until_ms: untilMs, next_ms: this.#database.nowMs() };
    return this.#database.write((transaction) => changed(transaction, workspaceId, id, change));
  }

  async remove(workspaceId: string, id: string, seenMs?: number): Promise<void> {
    await this.#database.write(async (transaction) => {
      const query = ruleQuery(transaction, workspaceId, id);
      const { updated_ms } = required(await locking(this.#database, query).executeTakeFirst(), id);
      nextVersionMs(updated_ms, seenMs, this.#database.nowMs(), 'the alert');
      for (const table of ['alert_rules', 'alert_events'] as const) {
        await transaction.deleteFrom(table).where('workspace_id', '=', workspaceId).where('rule_id', '=', id).execute();
      }
    });
  }

  async get(workspaceId: string, id: string): Promise<StoredAlert> {
    return storedAlert(required(await ruleQuery(this.#database.db, workspaceId, id).executeTakeFirst(), id));
  }

  async list(workspaceId: string): Promise<readonly StoredAlert[]> {
    const rows = await this.#database.db
      .selectFrom('alert_rules')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute();
    return rows.map(storedAlert).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  async due(nowMs: number, limit: number): Promise<readonly StoredAlert[]> {
    const rows = await this.#database.db
      .selectFrom('alert_rules')
      .selectAll()
      // Looked at by a clock that has been set back since: it would not be again until the clock has caught up.
      .where(({ eb, or }) => or([eb('next_ms', '<=', nowMs), eb('checked_ms', '>', nowMs)]))
      .orderBy('next_ms')
      .orderBy('rule_id')
      .limit(limit)
      .execute();
    return rows.map(storedAlert);
  }

  async nextMs(): Promise<number | undefined> {
    const { db } = this.#database;
    const rule = await db
      .selectFrom('alert_rules')
      .select(({ fn }) => fn.min('next_ms').as('next_ms'))
      .executeTakeFirst();
    const event = await db
      .selectFrom('alert_events')
      .select(({ fn }) => fn.min('next_ms').as('next_ms'))
      .where('delivery', '=', 'waiting')
      .executeTakeFirst();
    const moments = [rule, event].flatMap((row) => (row?.next_ms == null ? [] : [Number(row.next_ms)]));
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  record(seen: StoredAlert, { atMs, nextMs, standing, problem, events }: AlertLook): Promise<boolean> {
    const { workspaceId, id } = seen;
    return this.#database.write(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('alert_rules')
        .set({
          state: standing.state,
          since_ms: standing.sinceMs,
          bad_since_ms: standing.badSinceMs,
          is_told: standing.isTold ? 1 : 0,
          reading: standing.reading && JSON.stringify(standing.reading),
          problem,
          looks: seen.looks + 1,
          checked_ms: atMs,
          next_ms: nextMs,
        })
        .where('workspace_id', '=', workspaceId)
        .where('rule_id', '=', id)
        .where('looks', '=', seen.looks)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      for (const event of events) {
        await transaction
          .insertInto('alert_events')
          .values(eventRow(workspaceId, id, event, atMs))
          .execute();
      }
      return true;
    });
  }

  addEvent(workspaceId: string, ruleId: string, event: NewAlertEvent): Promise<StoredAlertEvent> {
    const row = eventRow(workspaceId, ruleId, event, this.#database.nowMs());
    return this.#database.write(async (transaction) => {
      await transaction.insertInto('alert_events').values(row).execute();
      return storedEvent(row);
    });
  }

  async events(workspaceId: string, ruleId: string, limit: number): Promise<readonly StoredAlertEvent[]> {
    const rows = await this.#database.db
      .selectFrom('alert_events')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('rule_id', '=', ruleId)
      .orderBy('at_ms', 'desc')
      .orderBy('event_id')
      .limit(limit)
      .execute();
    return rows.map(storedEvent);
  }

  async untold(nowMs: number, limit: number): Promise<readonly StoredAlertEvent[]> {
    const rows = await this.#database.db
      .selectFrom('alert_events')
      .selectAll()
      .where('delivery', '=', 'waiting')
      .where('next_ms', '<=', nowMs)
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('alert_events as earlier')
              .select('earlier.event_id')
              .whereRef('earlier.workspace_id', '=', 'alert_events.workspace_id')
              .whereRef('earlier.rule_id', '=', 'alert_events.rule_id')
              .whereRef('earlier.at_ms', '<', 'alert_events.at_ms')
              .where('earlier.delivery', '=', 'waiting'),
          ),
        ),
      )
      .orderBy('next_ms')
      .orderBy('event_id')
      .limit(limit)
      .execute();
    return rows.map(storedEvent);
  }

  async claimDelivery(workspaceId: string, eventId: string, nowMs: number, untilMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.write((transaction) =>
      transaction
        .updateTable('alert_events')
        .set({ next_ms: untilMs })
        .where('workspace_id', '=', workspaceId)
        .where('event_id', '=', eventId)
        .where('delivery', '=', 'waiting')
        .where('next_ms', '<=', nowMs)
        .executeTakeFirstOrThrow(),
    );
    return numUpdatedRows > 0n;
  }

  async noteDelivery(
    workspaceId: string,
    eventId: string,
    { state, attempts, status, error, nextMs }: NonNullable<StoredAlertEvent['delivery']>,
  ): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('alert_events')
        .set({ delivery: state, attempts, status, error, next_ms: nextMs })
        .where('workspace_id', '=', workspaceId)
        .where('event_id', '=', eventId)
        .execute(),
    );
  }

  async bringForward(byMs: number, latestMs: number): Promise<void> {
    const next_ms = momentSooner('next_ms', byMs, latestMs);
    const leastMs = byMs > 0 ? 0 : Math.round(latestMs);
    await this.#database.write(async (transaction) => {
      await transaction.updateTable('alert_rules').set({ next_ms }).where('next_ms', '>', leastMs).execute();
      await transaction
        .updateTable('alert_events')
        .set({ next_ms })
        .where('delivery', '=', 'waiting')
        .where('next_ms', '>', leastMs)
        .execute();
    });
  }

  async prune(workspaceId: string, olderThanMs: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .deleteFrom('alert_events')
        .where('workspace_id', '=', workspaceId)
        .where('at_ms', '<', olderThanMs)
        .where(({ eb, or }) => or([eb('delivery', 'is', null), eb('delivery', '!=', 'waiting')]))
        .execute(),
    );
  }
}

async function changed(
  transaction: TrackingQueries,
  workspaceId: string,
  id: string,
  change: Partial<AlertRuleRow>,
): Promise<StoredAlert> {
  const row = await transaction
    .updateTable('alert_rules')
    .set((of) => ({ ...change, looks: of('looks', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('rule_id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return storedAlert(required(row, id));
}

function ruleQuery(db: TrackingQueries, workspaceId: string, id: string) {
  return db.selectFrom('alert_rules').selectAll().where('workspace_id', '=', workspaceId).where('rule_id', '=', id);
}

function required(row: AlertRuleRow | undefined, id: string): AlertRuleRow {
  if (row === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no alert ${id}`);
  return row;
}
