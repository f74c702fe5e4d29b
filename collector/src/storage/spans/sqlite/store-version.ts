import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Tells whether a file has changed since, be it through this connection or another. */
export class StoreVersion {
  readonly #dataVersion: StatementSync;
  readonly #ownChanges: StatementSync;

  constructor(db: DatabaseSync) {
    this.#dataVersion = db.prepare('PRAGMA data_version');
    this.#ownChanges = db.prepare('SELECT total_changes() AS changes');
  }

  /** Another text whenever something has been written. To be called within the transaction that it is to hold for. */
  now(): string {
    return `${this.#dataVersion.get()?.data_version} ${this.#ownChanges.get()?.changes}`;
  }
}
