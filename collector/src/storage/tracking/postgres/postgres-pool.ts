import type { Pool, PoolConfig } from 'pg';
import { StoreError } from '../../store-error.ts';
import { answeredWithin } from './answered-within.ts';

const MAX_CONNECTIONS = 8;
/** How long somebody waits for a connection, new or given back, ms. */
const CONNECT_MS = 5_000;
/** After so long without a word the system asks whether the other end is still there, ms. */
const KEEP_ALIVE_MS = 10_000;
/** A transaction whose collector is gone without a word gives up its locks after so long. */
const SETTINGS = "set idle_in_transaction_session_timeout = '60s'";
/** How much longer than we do the server waits for what a query needs: who asked has gone by then. */
const SERVER_PATIENCE = 1.1;

/** `int8`, which `pg` gives as text: what we count fits a double. */
const INT8 = 20;

/**
 * Connections to a database, none of which is made before it is asked for.
 *
 * @param limitMs how long whoever asks waits; undefined: as long as it takes
 * @throws StoreError where `pg` is missing
 */
export async function openPostgresPool(url: string, limitMs?: number): Promise<Pool> {
  const { default: pg } = await import('pg').catch((cause: unknown) => {
    throw new StoreError('STORE_UNREACHABLE', 'for a database of Postgres, the package "pg" has to be installed', {
      cause,
    });
  });
  const types: PoolConfig['types'] = {
    getTypeParser: (id: number, format?: string) =>
      id === INT8 ? Number : (pg.types.getTypeParser as (id: number, format?: string) => unknown)(id, format),
  } as PoolConfig['types'];
  const pool = new pg.Pool({
    ...{ connectionString: url, max: MAX_CONNECTIONS, types, connectionTimeoutMillis: CONNECT_MS },
    ...{ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS },
    onConnect: (client) => answeredWithin(CONNECT_MS, client.query(settingsFor(limitMs))),
  });
  // A connection that breaks while nobody uses it is replaced: whoever asks next is told if there is none.
  pool.on('error', () => {});
  return pool;
}

/** Connections that are given up would pile up at a server that goes on with their queries, until it takes no more. */
function settingsFor(limitMs: number | undefined): string {
  return limitMs === undefined
    ? SETTINGS
    : `${SETTINGS}; set statement_timeout = ${Math.ceil(limitMs * SERVER_PATIENCE)}`;
}
