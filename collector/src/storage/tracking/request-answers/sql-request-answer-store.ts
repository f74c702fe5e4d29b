import { type RawBuilder, sql } from 'kysely';
import { DATABASE_NOW_MS } from '../database-now-ms.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { EarlierRequest, KeptAnswer, RequestAnswerStore, RequestPlace } from './request-answer-store.ts';
import type { RequestAnswerRow } from './request-answer-tables.ts';

/** Longer than a client goes on sending the same again. */
const KEPT_MS = 600_000;

/** Answers to requests in any SQL database that Kysely speaks. */
export class SqlRequestAnswerStore implements RequestAnswerStore {
  readonly #database: TrackingDatabase;
  readonly #nowMs: RawBuilder<number>;

  constructor(database: TrackingDatabase) {
    this.#database = database;
    this.#nowMs = DATABASE_NOW_MS[database.kind];
  }

  begin(place: RequestPlace, request: string): Promise<EarlierRequest | undefined> {
    return this.#database.write(async (transaction) => {
      await transaction
        .deleteFrom('request_answers')
        .where('asked_ms', '<', sql<number>`${this.#nowMs} - ${KEPT_MS}`)
        .execute();
      const row = { ...columnsOf(place), request, status: null, body: null, asked_ms: this.#nowMs };
      for (;;) {
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto('request_answers')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows > 0n) return undefined;
        const earlier = await this.#earlier(transaction, place);
        // Else it was given up in between, and its place is free.
        if (earlier !== undefined) return earlier;
      }
    });
  }

  async answer(place: RequestPlace, { status, body, digest }: KeptAnswer): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('request_answers')
        .set({ status, body: body ?? null, digest: digest ?? null })
        .where(({ and }) => and(columnsOf(place)))
        .execute(),
    );
  }

  async giveUp(place: RequestPlace): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .deleteFrom('request_answers')
        .where(({ and }) => and(columnsOf(place)))
        .execute(),
    );
  }

  async #earlier(transaction: TrackingQueries, place: RequestPlace): Promise<EarlierRequest | undefined> {
    const row = await transaction
      .selectFrom('request_answers')
      .select(['request', 'status', 'body', 'digest', sql<number>`${this.#nowMs} - asked_ms`.as('ageMs')])
      .where(({ and }) => and(columnsOf(place)))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { request, ageMs, status, body, digest } = row;
    const answer = status === null ? undefined : { status, body: body ?? undefined, digest: digest ?? undefined };
    return { request, ageMs, answer };
  }
}

function columnsOf({
  workspaceId,
  sender,
  key,
}: RequestPlace): Pick<RequestAnswerRow, 'workspace_id' | 'sender' | 'key'> {
  return { workspace_id: workspaceId, sender, key };
}
