import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** Filters differ without end; their statements are kept only up to this many. */
const MAX_STATEMENTS = 100;

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Statements whose text is made at run time. */
export class StatementCache {
  readonly #db: DatabaseSync;
  readonly #exact = new Map<string, StatementSync>();
  readonly #plain = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Integers are bigints. */
  get(sql: string, parameters: readonly SQLInputValue[]): Row | undefined {
    return this.#exactly(sql).get(...parameters);
  }

  /** Integers are bigints. */
  all(sql: string, parameters: readonly SQLInputValue[]): readonly Row[] {
    return this.#exactly(sql).all(...parameters);
  }

  /** Each row as a list of its values; integers are numbers, so they have to fit. */
  arrays(sql: string, parameters: readonly SQLInputValue[]): readonly (readonly SQLOutputValue[])[] {
    return this.#plainly(sql)
      .all(...parameters)
      .map(valuesOf);
  }

  /** The same one by one. To be used up before the statement is asked again. */
  *eachArray(sql: string, parameters: readonly SQLInputValue[]): Generator<readonly SQLOutputValue[]> {
    for (const row of this.#plainly(sql).iterate(...parameters)) yield valuesOf(row);
  }

  #exactly(sql: string): StatementSync {
    return kept(this.#exact, sql, () => {
      const statement = this.#db.prepare(sql);
      statement.setReadBigInts(true);
      return statement;
    });
  }

  #plainly(sql: string): StatementSync {
    return kept(this.#plain, sql, () => {
      const statement = this.#db.prepare(sql);
      // Node 22.15 has no such thing: there the rows are objects, which take twice as long.
      (statement as Partial<StatementSync>).setReturnArrays?.call(statement, true);
      return statement;
    });
  }
}

function valuesOf(row: unknown): readonly SQLOutputValue[] {
  return Array.isArray(row) ? (row as SQLOutputValue[]) : Object.values(row as Record<string, SQLOutputValue>);
}

function kept(statements: Map<string, StatementSync>, sql: string, prepare: () => StatementSync): StatementSync {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  if (statements.size >= MAX_STATEMENTS) statements.clear();
  const statement = prepare();
  statements.set(sql, statement);
  return statement;
}
