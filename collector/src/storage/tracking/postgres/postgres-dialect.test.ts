import { EventEmitter } from 'node:events';
import { Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { postgresDialect } from './postgres-dialect.ts';

/** A connection whose queries are answered as the test says; what `pg` would do of itself is left out. */
class Connection extends EventEmitter {
  readonly asked: string[] = [];
  /** What it was given back with. */
  readonly released: unknown[] = [];
  readonly #answer: (text: string) => Promise<unknown>;

  constructor(answer: (text: string) => Promise<unknown>) {
    super();
    this.#answer = answer;
  }

  query(text: string): Promise<unknown> {
    this.asked.push(text);
    return this.#answer(text);
  }

  release(broken: unknown): void {
    this.released.push(broken);
  }
}

function opened(connect: () => Promise<Connection>, limitMs?: number) {
  const pool = { connect, end: async () => {} } as unknown as Pool;
  return new Kysely<Record<string, never>>({ dialect: postgresDialect(pool, limitMs) });
}

const ROWS = { command: 'SELECT', rowCount: 1, rows: [{ one: 1 }] };

test('a connection that breaks while it is in use is not used again, and whoever asked may come again', async () => {
  const connection = new Connection(async () => {
    const error = new Error('Connection terminated unexpectedly');
    // Without somebody who listens this ends the process.
    connection.emit('error', error);
    throw error;
  });
  const asked = sql`select 1`.execute(opened(async () => connection));
  await expect(asked).rejects.toMatchObject({ status: 503, message: 'the database cannot be reached' });
  expect(connection.released).toEqual([new Error('Connection terminated unexpectedly')]);
  expect(connection.listenerCount('error')).toBe(0);
});

test('a query that is not answered in time is given up with its connection, and its transaction does not wait behind it', async () => {
  const connection = new Connection((text) =>
    text === 'select 1' ? new Promise(() => {}) : Promise.resolve({ command: 'BEGIN', rowCount: 0, rows: [] }),
  );
  const work = opened(async () => connection, 5)
    .transaction()
    .execute((transaction) => sql`select 1`.execute(transaction));
  await expect(work).rejects.toMatchObject({ status: 503, message: 'the database does not answer' });
  expect(connection.asked).toEqual(['begin', 'select 1']);
  expect(connection.released).toMatchObject([{ message: 'the database does not answer' }]);
});

test('what the server refuses breaks no connection', async () => {
  const refusal = Object.assign(new Error('syntax error'), { code: '42601' });
  const connection = new Connection((text) => (text === 'select 1' ? Promise.resolve(ROWS) : Promise.reject(refusal)));
  const db = opened(async () => connection);
  await expect(sql`selec 1`.execute(db)).rejects.toBe(refusal);
  expect((await sql`select 1`.execute(db)).rows).toEqual([{ one: 1 }]);
  expect(connection.released).toEqual([undefined, undefined]);
});

test.each([
  [new Error('timeout exceeded when trying to connect'), 'the database cannot be reached'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'the database cannot be reached'],
  [Object.assign(new Error('starting up'), { code: '57P03' }), 'the database was stopped'],
  [Object.assign(new Error('too many clients'), { code: '53300' }), 'the database has no room'],
])('without a connection (%s) whoever asked may come again', async (failure, message) => {
  const asked = sql`select 1`.execute(opened(() => Promise.reject(failure)));
  await expect(asked).rejects.toMatchObject({ status: 503, message });
});

test('a wrong password is no failure that passes', async () => {
  const refused = Object.assign(new Error('password authentication failed'), { code: '28P01' });
  await expect(sql`select 1`.execute(opened(() => Promise.reject(refused)))).rejects.toBe(refused);
});
