import { type Dialect, PostgresDialect, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { answeredWithin } from './answered-within.ts';
import { commitOutcome, NUMBERED_BEGIN } from './commit-outcome.ts';
import { isUnanswered, notReached, postgresFailure } from './postgres-failure.ts';

/**
 * Kysely's dialect on a pool of `pg`, whose failures mean what they mean everywhere; closing Kysely ends the pool. A
 * connection that breaks, or on which no answer came in time, is not used again. Of a commit that was not answered it is
 * found out whether it was made: whoever is told that it failed would do the same once more.
 *
 * @param limitMs how long a query may take; undefined: as long as it does
 */
export function postgresDialect(pool: Pool, limitMs?: number): Dialect {
  const connect = async (): Promise<PostgresPoolClient> => adapt(await connected(pool), pool, limitMs);
  return new PostgresDialect({ pool: { connect, end: () => pool.end() } });
}

async function connected(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw notReached(error);
  }
}

function adapt(client: PoolClient, pool: Pool, limitMs: number | undefined): PostgresPoolClient {
  let broken: Error | undefined;
  /** Of the transaction that was begun last. */
  let number: string | undefined;
  // Nobody else listens while it is in use: without this a server that goes away would end the process.
  const breakOff = (error: Error): void => {
    broken ??= error;
  };
  client.on('error', breakOff);
  let isGivenBack = false;
  const giveBack = (): void => {
    if (isGivenBack) return;
    isGivenBack = true;
    client.off('error', breakOff);
    client.release(broken);
  };
  const answered = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    limitMs === undefined ? answer : answeredWithin(limitMs, answer, breakOff);
  const begin = async (): Promise<unknown> => {
    try {
      // Of two statements there are two results, which the types do not tell.
      const [begun, told] = (await answered(client.query(NUMBERED_BEGIN))) as unknown as readonly QueryResult[];
      number = String(told?.rows[0]?.number);
      return begun;
    } catch (error) {
      // It may be within a transaction that nobody would end.
      breakOff(error as Error);
      throw error;
    }
  };
  const commit = async (text: string): Promise<unknown> => {
    try {
      return await answered(client.query(text));
    } catch (error) {
      if (isUnanswered(error)) breakOff(error as Error);
      const isLost = broken !== undefined && number !== undefined;
      // Where all connections broke at once, none would be left to ask by.
      if (isLost) giveBack();
      if (!isLost || (await commitOutcome(pool, number!)) !== 'committed') throw error;
      return { command: 'COMMIT', rowCount: null, rows: [] };
    }
  };
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    // Such as the end of a transaction whose query was not answered: it would wait behind that.
    if (broken !== undefined) throw notReached(broken);
    try {
      if (text === 'begin') return await begin();
      if (text === 'commit') return await commit(text);
      return await answered(client.query(text, parameters as unknown[]));
    } catch (error) {
      throw broken === undefined ? postgresFailure(error) : notReached(broken);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: giveBack,
  };
}
