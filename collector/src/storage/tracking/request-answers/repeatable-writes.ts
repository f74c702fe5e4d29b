import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { DATABASE_NOW_MS } from '../database-now-ms.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { inRequest, noted, type RepeatedRequest, repeatedRequest, workOf } from './repeated-request.ts';
import { columnsOf } from './request-columns.ts';

/**
 * The same database, which keeps with each write what it gave where a request may be sent again, and does not write again
 * what an earlier attempt of the request has written. An attempt whose place another one has taken writes nothing.
 */
export function repeatableWrites(database: TrackingDatabase): TrackingDatabase {
  return {
    db: database.db,
    kind: database.kind,
    nowMs: () => noted(database.nowMs),
    write: async <T>(work: (transaction: TrackingQueries) => Promise<T>): Promise<T> => {
      const request = repeatedRequest();
      if (request === undefined) return database.write(work);
      const name = workOf(work);
      const { place, given } = request.next(name);
      if (given !== undefined) return given.value as T;
      // Works of several requests share a commit: what is noted in one is not noted in its request alone.
      return inRequest(undefined, () =>
        database.write((transaction) =>
          inRequest(undefined, async () => {
            await requirePlace(transaction, request);
            const value = await work(transaction);
            const bytes = request.kept(value);
            await transaction
              .insertInto('request_writes')
              .values({
                ...columnsOf(request.place),
                ...{ place, work: name, written_ms: DATABASE_NOW_MS[database.kind] },
                given: bytes === undefined ? null : Buffer.from(bytes).toString('base64'),
              })
              .execute();
            return value;
          }),
        ),
      );
    },
    close: () => database.close(),
  };
}

/** @throws ApiError where another attempt has taken the place of this one */
async function requirePlace(transaction: TrackingQueries, { place, attempt, digest }: RepeatedRequest): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('request_answers')
    .set({ digest: digest ?? null })
    .where(({ and }) => and({ ...columnsOf(place), attempt }))
    .where(sql<boolean>`status is null`)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  throw new ApiError('TEMPORARILY_UNAVAILABLE', 'this was sent again, and is worked on there');
}
