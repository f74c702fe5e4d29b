import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { answeredWithin } from './answered-within.ts';

/** What became of a transaction: `unknown` where nobody could say. */
export type CommitOutcome = 'committed' | 'aborted' | 'unknown';

/** How long somebody waits to be told, ms, and for one answer of it. */
const PATIENCE_MS = 5_000;
const ANSWER_MS = 3_000;
const PAUSE_MS = 100;

/** Begins a transaction and tells its number, so that its fate can be asked for by another connection. */
export const NUMBERED_BEGIN = 'begin; select txid_current()::text as number';

const STATUS = 'select txid_status($1::bigint) as status';
/** Of a process whose client is gone without having noticed. Postgres shows the lower half of a number there. */
const END = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and backend_xid::text::bigint = $1::bigint % 4294967296`;

/**
 * Asks what became of a transaction whose connection broke before its commit was answered. Where the server does not know
 * of the break yet, the transaction is ended there: it would be open, or become committed, behind whoever goes on.
 *
 * @param number as {@link NUMBERED_BEGIN} gives it
 */
export async function commitOutcome(pool: Pool, number: string): Promise<CommitOutcome> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const status = await statusOf(pool, number).catch(() => 'unreached');
    if (status === 'committed' || status === 'aborted') return status;
    // Too long ago, or not a number of this server.
    if (status === null || performance.now() > endMs) return 'unknown';
    await delay(PAUSE_MS);
  }
}

async function statusOf(pool: Pool, number: string): Promise<unknown> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const breakOff = (error: Error): void => {
    broken ??= error;
  };
  client.on('error', breakOff);
  try {
    const ask = (text: string) =>
      answeredWithin(ANSWER_MS, client.query<{ status?: unknown }>(text, [number]), breakOff);
    const { rows } = await ask(STATUS);
    const status = rows[0]?.status;
    if (status === 'in progress') await ask(END);
    return status;
  } finally {
    client.off('error', breakOff);
    client.release(broken);
  }
}
