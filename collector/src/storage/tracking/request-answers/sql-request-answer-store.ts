import { type RawBuilder, sql } from 'kysely';
import { DATABASE_NOW_MS } from '../database-now-ms.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type {
  BegunRequest,
  EarlierRequest,
  KeptAnswer,
  KeptWrite,
  RequestAnswerStore,
  RequestPlace,
} from './request-answer-store.ts';
import { columnsOf } from './request-columns.ts';

/** Longer than a client goes on sending the same again. */
const KEPT_MS = 600_000;
/** Of requests that are not answered: some are worked on for long. */
const OPEN_MS = 86_400_000;

/** Answers to requests in any SQL database that Kysely speaks. */
export class SqlRequestAnswerStore implements RequestAnswerStore {
  readonly isShared: boolean;
  readonly #database: TrackingDatabase;
  readonly #nowMs: RawBuilder<number>;

  constructor(database: TrackingDatabase) {
    this.#database = database;
    this.#nowMs = DATABASE_NOW_MS[database.kind];
    this.isShared = database.kind === 'postgres';
  }

  begin(
    place: RequestPlace,
    request: string,
    attempt: string,
    isLost: (attempt: string, ageMs: number) => boolean,
  ): Promise<BegunRequest | EarlierRequest> {
    return this.#database.write(async (transaction) => {
      await this.#removeOld(transaction);
      const row = { ...columnsOf(place), request, attempt, status: null, body: null, asked_ms: this.#nowMs };
      for (;;) {
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto('request_answers')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows > 0n) return { attempt, digest: undefined, writes: [] };
        const earlier = await this.#earlier(transaction, place);
        // Else it was given up in between, and its place is free.
        if (earlier === undefined) continue;
        const { attempt: before, digest, ...told } = earlier;
        const isOpen = told.answer === undefined && told.request === request && before !== null;
        if (!isOpen || !isLost(before, told.ageMs)) return told;
        if (!(await this.#takePlace(transaction, place, before, attempt))) continue;
        return { attempt, digest: digest ?? undefined, writes: await writesOf(transaction, place) };
      }
    });
  }

  async answer(place: RequestPlace, attempt: string, { status, body, digest }: KeptAnswer): Promise<void> {
    await this.#database.write(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('request_answers')
        .set({ status, body: body ?? null, digest: digest ?? null })
        .where(({ and }) => and({ ...columnsOf(place), attempt }))
        .executeTakeFirstOrThrow();
      if (numUpdatedRows > 0n) await removeWrites(transaction, place);
    });
  }

  async giveUp(place: RequestPlace, attempt: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('request_answers')
        .where(({ and }) => and({ ...columnsOf(place), attempt }))
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await removeWrites(transaction, place);
    });
  }

  async removeOld(): Promise<void> {
    await this.#database.write((transaction) => this.#removeOld(transaction));
  }

  async #removeOld(transaction: TrackingQueries): Promise<void> {
    const before = (ms: number) => sql<number>`${this.#nowMs} - ${ms}`;
    await transaction
      .deleteFrom('request_answers')
      .where('asked_ms', '<', before(KEPT_MS))
      .where(({ or, eb }) => or([eb('status', 'is not', null), eb('asked_ms', '<', before(OPEN_MS))]))
      .execute();
    // Written behind when their request was asked: they stay no shorter than it.
    await transaction.deleteFrom('request_writes').where('written_ms', '<', before(OPEN_MS)).execute();
  }

  async #takePlace(
    transaction: TrackingQueries,
    place: RequestPlace,
    before: string,
    attempt: string,
  ): Promise<boolean> {
    const { numUpdatedRows } = await transaction
      .updateTable('request_answers')
      .set({ attempt, asked_ms: this.#nowMs })
      .where(({ and }) => and({ ...columnsOf(place), attempt: before }))
      .where(sql<boolean>`status is null`)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    const written = transaction.updateTable('request_writes').set({ written_ms: this.#nowMs });
    await written.where(({ and }) => and(columnsOf(place))).execute();
    return true;
  }

  async #earlier(
    transaction: TrackingQueries,
    place: RequestPlace,
  ): Promise<(EarlierRequest & { readonly attempt: string | null; readonly digest: string | null }) | undefined> {
    const row = await transaction
      .selectFrom('request_answers')
      .select(['request', 'status', 'body', 'digest', 'attempt', sql<number>`${this.#nowMs} - asked_ms`.as('ageMs')])
      .where(({ and }) => and(columnsOf(place)))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { request, ageMs, status, body, digest, attempt } = row;
    const answer = status === null ? undefined : { status, body: body ?? undefined, digest: digest ?? undefined };
    return { request, ageMs, answer, attempt, digest };
  }
}

async function writesOf(transaction: TrackingQueries, place: RequestPlace): Promise<readonly KeptWrite[]> {
  const rows = await transaction
    .selectFrom('request_writes')
    .select(['place', 'work', 'given'])
    .where(({ and }) => and(columnsOf(place)))
    .execute();
  const bytesOf = (given: string | null) => (given === null ? undefined : Buffer.from(given, 'base64'));
  return rows.map(({ place: at, work, given }) => ({ place: at, work, given: bytesOf(given) }));
}

async function removeWrites(transaction: TrackingQueries, place: RequestPlace): Promise<void> {
  await transaction
    .deleteFrom('request_writes')
    .where(({ and }) => and(columnsOf(place)))
    .execute();
}
