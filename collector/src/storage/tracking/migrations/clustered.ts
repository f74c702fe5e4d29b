import { type CreateTableBuilder, type Kysely, SqliteAdapter, sql } from 'kysely';

/** Keeps the rows of a table in the tree of its key, where the database can: one tree to write instead of two. */
export function clustered<Table extends string, Columns extends string>(
  db: Kysely<unknown>,
  table: CreateTableBuilder<Table, Columns>,
): CreateTableBuilder<Table, Columns> {
  return db.getExecutor().adapter instanceof SqliteAdapter ? table.modifyEnd(sql`without rowid`) : table;
}
