import { sql } from 'kysely';
import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';

/** A table as it is copied. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/** What belongs to running collectors, or to the database itself, rather than to its users. */
const LEFT_OUT = [
  'leases',
  'shared_counts',
  'request_answers',
  'request_writes',
  'kysely_migration',
  'kysely_migration_lock',
];

/** The tables of a SQLite database that are copied, by name. Migrations have made the same ones in every other database. */
export async function tableShapes({ db }: TrackingDatabase): Promise<readonly TableShape[]> {
  const { rows } = await sql<{ readonly table_: string; readonly column_: string; readonly keyed: number }>`
    select tables.name as table_, columns.name as column_, columns.pk as keyed
    from sqlite_schema as tables, pragma_table_info(tables.name) as columns
    where tables.type = 'table' and tables.name not like 'sqlite\\_%' escape '\\'
    order by tables.name, columns.cid`.execute(db);
  const tables = Map.groupBy(rows, ({ table_ }) => table_);
  return [...tables].flatMap(([name, columns]) => {
    if (LEFT_OUT.includes(name)) return [];
    const key = columns.filter(({ keyed }) => keyed > 0).sort((a, b) => a.keyed - b.keyed);
    if (key.length === 0) throw new TypeError(`the table ${name} has no primary key`);
    return [{ name, columns: columns.map(({ column_ }) => column_), key: key.map(({ column_ }) => column_) }];
  });
}
