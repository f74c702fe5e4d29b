import { type Dialect, PostgresDialect, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { answeredWithin } from './answered-within.ts';
import { notReached, postgresFailure } from './postgres-failure.ts';

/**
 * Kysely's dialect on a pool of `pg`, whose failures mean what they mean everywhere; closing Kysely ends the pool. A
 * connection that breaks, or on which no answer came in time, is not used again.
 *
 * @param limitMs how long a query may take; undefined: as long as it does
 */
export function postgresDialect(pool: Pool, limitMs?: number): Dialect {
  const connect = async (): Promise<PostgresPoolClient> => adapt(await connected(pool), limitMs);
  return new PostgresDialect({ pool: { connect, end: () => pool.end() } });
}

async function connected(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw notReached(error);
  }
}

function adapt(client: PoolClient, limitMs: number | undefined): PostgresPoolClient {
  let broken: Error | undefined;
  // Nobody else listens while it is in use: without this a server that goes away would end the process.
  const breakOff = (error: Error): void => {
    broken ??= error;
  };
  client.on('error', breakOff);
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    // Such as the end of a transaction whose query was not answered: it would wait behind that.
    if (broken !== undefined) throw notReached(broken);
    try {
      const answer = client.query(text, parameters as unknown[]);
      return await (limitMs === undefined ? answer : answeredWithin(limitMs, answer, breakOff));
    } catch (error) {
      throw broken === undefined ? postgresFailure(error) : notReached(broken);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => {
      client.off('error', breakOff);
      client.release(broken);
    },
  };
}
