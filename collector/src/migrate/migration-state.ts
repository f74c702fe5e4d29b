import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { BlobFile } from '../storage/blobs/blob-store.ts';
import { openSqliteFile } from '../storage/sqlite-file.ts';

/** A file as it was when it was copied. */
export interface CopiedFile extends BlobFile {
  readonly sha256: string;
}

/**
 * `seen` and `found` are the last looks in which a file was at the source and at the target.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS parts(
  direction TEXT, part TEXT, is_complete INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (direction, part)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cursors(
  direction TEXT, workspace TEXT, change INTEGER NOT NULL, PRIMARY KEY (direction, workspace)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files(
  direction TEXT, workspace TEXT, path TEXT, size_bytes INTEGER NOT NULL, modified_ms INTEGER NOT NULL,
  sha256 TEXT NOT NULL, seen INTEGER NOT NULL, found INTEGER NOT NULL, PRIMARY KEY (direction, workspace, path)
) WITHOUT ROWID;`;

/**
 * How far a migration has come, in a file beside the embedded stores. Without it everything is compared or copied again;
 * that it has begun is what lets it write into stores that are not empty any more.
 */
export class MigrationState {
  readonly #db: DatabaseSync;
  readonly #direction: string;

  /** @param direction from where to where, without passwords: each has a state of its own */
  constructor(file: string, direction: string) {
    this.#db = openSqliteFile(file);
    this.#direction = direction;
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${SCHEMA}`);
  }

  /** Undefined before the first copy of that part. */
  part(part: string): 'begun' | 'complete' | undefined {
    const row = this.#one('SELECT is_complete FROM parts WHERE direction = ? AND part = ?', part);
    if (row === undefined) return undefined;
    return row.is_complete === 1 ? 'complete' : 'begun';
  }

  begin(part: string): void {
    this.#run('INSERT OR IGNORE INTO parts(direction, part) VALUES (?, ?)', part);
  }

  complete(part: string): void {
    this.#run('UPDATE parts SET is_complete = 1 WHERE direction = ? AND part = ?', part);
  }

  /** Behind which change of the source everything is at the target; 0 at the beginning. */
  cursor(workspaceId: string): number {
    const row = this.#one('SELECT change FROM cursors WHERE direction = ? AND workspace = ?', workspaceId);
    return Number(row?.change ?? 0);
  }

  setCursor(workspaceId: string, change: number): void {
    this.#run('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)', workspaceId, change);
  }

  /** Behind which late event of the source all are at the target; 0 at the beginning. */
  eventCursor(workspaceId: string): number {
    return this.cursor(eventsOf(workspaceId));
  }

  setEventCursor(workspaceId: string, cursor: number): void {
    this.setCursor(eventsOf(workspaceId), cursor);
  }

  /** The number of a look at the files of a workspace, which is higher than all before. */
  nextLook(workspaceId: string): number {
    const row = this.#one('SELECT max(seen) AS last FROM files WHERE direction = ? AND workspace = ?', workspaceId);
    return Number(row?.last ?? 0) + 1;
  }

  file(workspaceId: string, path: string): CopiedFile | undefined {
    const row = this.#one('SELECT * FROM files WHERE direction = ? AND workspace = ? AND path = ?', workspaceId, path);
    return row && copiedFile(row);
  }

  /** Notes a file that was copied in this look. */
  setFile(workspaceId: string, look: number, { path, sizeBytes, modifiedMs, sha256 }: CopiedFile): void {
    const row = [workspaceId, path, sizeBytes, modifiedMs, sha256, look];
    this.#run('INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, 0)', ...row);
  }

  /** Notes that a file which was copied before is at the source still. */
  seeFile(workspaceId: string, look: number, path: string): void {
    const key = 'direction = ?1 AND workspace = ?2 AND path = ?4';
    this.#run(`UPDATE files SET seen = ?3 WHERE ${key}`, workspaceId, look, path);
  }

  /** Notes a file of the target. @returns whether it belongs there */
  findFile(workspaceId: string, look: number, { path, sizeBytes }: BlobFile): boolean {
    const key = 'direction = ?1 AND workspace = ?2 AND path = ?4';
    const isCopied = `${key} AND seen = ?3 AND size_bytes = ?5`;
    return this.#run(`UPDATE files SET found = ?3 WHERE ${isCopied}`, workspaceId, look, path, sizeBytes) > 0;
  }

  /** Files of this look that are not at the target, after all that are there have been noted. */
  missingFiles(workspaceId: string, look: number): Iterable<CopiedFile> {
    return this.#files('seen = ?3 AND found <> ?3', workspaceId, look);
  }

  /** All files of this look, in order of paths. Forgets the others. */
  filesOf(workspaceId: string, look: number): Iterable<CopiedFile> {
    this.#run('DELETE FROM files WHERE direction = ? AND workspace = ? AND seen <> ?', workspaceId, look);
    return this.#files('seen = ?3', workspaceId, look);
  }

  close(): void {
    this.#db.close();
  }

  /** Page by page: what is being read may be written meanwhile. */
  *#files(condition: string, workspaceId: string, look: number): Generator<CopiedFile> {
    const page = this.#db.prepare(`SELECT * FROM files WHERE direction = ?1 AND workspace = ?2 AND ${condition}
      AND path > ?4 ORDER BY path LIMIT 500`);
    for (let last = ''; ; ) {
      const rows = page.all(this.#direction, workspaceId, look, last).map(copiedFile);
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined) return;
      last = end.path;
    }
  }

  #one(query: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return this.#db.prepare(query).get(this.#direction, ...values);
  }

  #run(query: string, ...values: SQLInputValue[]): number {
    return Number(this.#db.prepare(query).run(this.#direction, ...values).changes);
  }
}

/** Names of workspaces do not begin with a dot. */
function eventsOf(workspaceId: string): string {
  return `.events-${workspaceId}`;
}

function copiedFile(row: Record<string, unknown>): CopiedFile {
  return {
    path: String(row.path),
    sizeBytes: Number(row.size_bytes),
    modifiedMs: Number(row.modified_ms),
    sha256: String(row.sha256),
  };
}
