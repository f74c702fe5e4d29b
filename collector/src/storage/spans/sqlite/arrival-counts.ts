import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What leaves no trace among the spans. Files of before lack the table, and get it when they are opened. */
export const ARRIVAL_COUNTS_SCHEMA = `
CREATE TABLE IF NOT EXISTS arrival_counts(
  workspace INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(workspace, name)
) WITHOUT ROWID;
`;

/** `duplicated`: spans that came once more; `dropped`: spans that senders did not send. */
export type ArrivalCount = 'duplicated' | 'dropped';

/** The table `arrival_counts`. A file of an earlier version that is opened for reading only has none. */
export class ArrivalCounts {
  readonly #add: StatementSync | undefined;
  readonly #get: StatementSync | undefined;

  constructor(db: DatabaseSync) {
    if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'arrival_counts'").get() === undefined) return;
    this.#add = db.prepare(
      'INSERT INTO arrival_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    this.#get = db.prepare('SELECT count FROM arrival_counts WHERE workspace = ? AND name = ?');
  }

  add(workspace: number, name: ArrivalCount, count: number): void {
    if (count > 0) this.#add?.run(workspace, name, count);
  }

  get(workspace: number, name: ArrivalCount): number {
    return Number(this.#get?.get(workspace, name)?.count ?? 0);
  }
}
