import { type Dialect, PostgresDialect, type PostgresPoolClient } from 'kysely';
import type { Pool } from 'pg';
import { postgresFailure } from './postgres-failure.ts';

/** Kysely's dialect on a pool of `pg`, whose failures mean what they mean everywhere; closing Kysely ends the pool. */
export function postgresDialect(pool: Pool): Dialect {
  return new PostgresDialect({
    pool: { connect: () => translating(async () => adapt(await pool.connect())), end: () => pool.end() },
  });
}

function adapt(client: PostgresPoolClient): PostgresPoolClient {
  return {
    query: ((query: string, parameters: readonly unknown[]) =>
      translating(() => client.query(query, parameters))) as PostgresPoolClient['query'],
    release: () => client.release(),
  };
}

async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw postgresFailure(error);
  }
}
