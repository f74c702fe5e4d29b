import { EventEmitter } from 'node:events';
import { Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { NUMBERED_BEGIN } from './commit-outcome.ts';
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

/** A transaction of number 7. */
const BEGUN = [
  { command: 'BEGIN', rowCount: null, rows: [] },
  { command: 'SELECT', rowCount: 1, rows: [{ number: '7' }] },
];
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
  const connection = new Connection((text) => (text === 'select 1' ? new Promise(() => {}) : Promise.resolve(BEGUN)));
  const work = opened(async () => connection, 5)
    .transaction()
    .execute((transaction) => sql`select 1`.execute(transaction));
  await expect(work).rejects.toMatchObject({ status: 503, message: 'the database does not answer' });
  expect(connection.asked).toEqual([NUMBERED_BEGIN, 'select 1']);
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

const LOST = new Error('Connection terminated unexpectedly');

/** Work in a transaction whose commit is not answered, and what another connection is told of it, one time after the other. */
function withoutAnswer(statuses: (string | null)[]) {
  const asked: unknown[] = [];
  const first = new Connection((text) => {
    if (text === NUMBERED_BEGIN) return Promise.resolve(BEGUN);
    return text === 'commit' ? Promise.reject(LOST) : Promise.resolve(ROWS);
  });
  const other = new Connection(async (text) => {
    asked.push(text.split(' ')[1]?.split('(')[0]);
    return { command: 'SELECT', rowCount: 1, rows: [{ status: statuses.length > 1 ? statuses.shift() : statuses[0] }] };
  });
  const connections = [first, ...Array.from({ length: 20 }, () => other)];
  const db = opened(async () => connections.shift()!);
  return { work: db.transaction().execute(async () => 'done'), asked };
}

test('a commit whose answer is lost was made where the server says so', async () => {
  const { work, asked } = withoutAnswer(['in progress', '', 'committed']);
  expect(await work).toBe('done');
  expect(asked).toEqual(['txid_status', 'pg_terminate_backend', 'txid_status']);
});

test.each(['aborted', null])('a commit whose answer is lost has failed where the server says %s', async (status) => {
  await expect(withoutAnswer([status]).work).rejects.toMatchObject({ status: 503 });
});

test('a commit that the server refuses has failed, and nobody is asked', async () => {
  const refusal = Object.assign(new Error('could not serialize access'), { code: '40001', severity: 'ERROR' });
  const connection = new Connection(async (text) => {
    if (text === 'commit') throw refusal;
    return text === NUMBERED_BEGIN ? BEGUN : ROWS;
  });
  const work = opened(async () => connection)
    .transaction()
    .execute(async () => 'done');
  await expect(work).rejects.toBe(refusal);
  expect(connection.asked).toEqual([NUMBERED_BEGIN, 'commit', 'rollback']);
});
