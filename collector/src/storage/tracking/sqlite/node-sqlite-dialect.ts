import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { runtimeFailure } from '../../sqlite-file.ts';
import { noText } from '../no-text.ts';

/** Statements that give rows. `StatementSync.columns()` would tell for sure, but Node 22.15 does not have it. */
const GIVES_ROWS = /^\s*(?:select|with|pragma|values|explain)\b|\breturning\b/i;

/** Statements that are kept, since to prepare one takes longer than to run it; lists of ids differ without end. */
const MAX_STATEMENTS = 500;

/**
 * Kysely's SQLite dialect on a database of `node:sqlite`; closing Kysely closes the database. Its queries throw ApiError
 * `TEMPORARILY_UNAVAILABLE` where the file is busy for too long, full or not writable.
 *
 * @param isPatient whether a transaction waits for another process's with this thread standing still, as the connection
 *   is told to; else it is refused at once
 */
export function nodeSqliteDialect(db: DatabaseSync, isPatient: () => boolean = () => true): Dialect {
  const kept = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    if (sql === 'begin') return begin(db, isPatient);
    if (sql === 'rollback') return rollback(db);
    return adapt(
      translating(() => db.prepare(sql)),
      GIVES_ROWS.test(sql),
    );
  };
  const database: SqliteDatabase = {
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      if (kept.size >= MAX_STATEMENTS) kept.clear();
      const statement = prepare(sql);
      kept.set(sql, statement);
      return statement;
    },
    close: () => {
      kept.clear();
      db.close();
    },
  };
  return new TransactionalDialect({ database });
}

function adapt(statement: StatementSync, reader: boolean): SqliteStatement {
  const bindable = (parameters: readonly unknown[]): SQLInputValue[] => {
    for (const value of parameters) if (typeof value === 'string' && value.includes('\0')) throw noText();
    return parameters as SQLInputValue[];
  };
  return {
    reader,
    all: (parameters) => translating(() => statement.all(...bindable(parameters))),
    run: (parameters) => translating(() => statement.run(...bindable(parameters))),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** A transaction that begins with reading could not write any more once another process has written. */
function begin(db: DatabaseSync, isPatient: () => boolean): SqliteStatement {
  const immediately = adapt(
    translating(() => db.prepare('begin immediate')),
    false,
  );
  const run = (parameters: readonly unknown[]) => {
    if (isPatient()) return immediately.run(parameters);
    const ms = Number(db.prepare('PRAGMA busy_timeout').get()?.timeout);
    db.exec('PRAGMA busy_timeout = 0');
    try {
      return immediately.run(parameters);
    } finally {
      db.exec(`PRAGMA busy_timeout = ${ms}`);
    }
  };
  return { ...immediately, run };
}

/** Where the disk is full SQLite has given up the transaction by itself: why it has is what the caller is to hear. */
function rollback(db: DatabaseSync): SqliteStatement {
  const run = () => {
    try {
      db.exec('rollback');
    } catch (error) {
      if (!String(error).includes('no transaction is active')) throw runtimeFailure(error);
    }
    return { changes: 0, lastInsertRowid: 0 };
  };
  return { reader: false, run, all: () => [], iterate: () => [][Symbol.iterator]() };
}

function translating<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw runtimeFailure(error);
  }
}

class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Kysely does without what SQLite can: tables are changed in transactions like all else, all migrations in one. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
