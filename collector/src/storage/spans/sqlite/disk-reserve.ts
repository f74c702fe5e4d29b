import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ApiError } from '../../../errors.ts';

export const DEFAULT_RESERVE_BYTES: number = 32 * 1024 * 1024;

/**
 * Leaves room on the disk when it fills up: without any, not even a deletion could be written down, and nobody could
 * make room again. What lies in the write-ahead log needs as much once more, to get into the database.
 */
export class DiskReserve {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #reserveBytes: number;

  constructor(db: DatabaseSync, file: string, reserveBytes: number = DEFAULT_RESERVE_BYTES) {
    this.#db = db;
    this.#file = file;
    this.#reserveBytes = reserveBytes;
  }

  /** To be called before spans are appended. @throws ApiError `TEMPORARILY_UNAVAILABLE` if the disk is too full. */
  check(): void {
    if (this.#hasRoom()) return;
    // An emptied log gives its room back, unless somebody reads from it at the moment.
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    if (!this.#hasRoom()) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the disk of the store is full');
  }

  #hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#file));
    const log = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    return bavail * bsize >= this.#reserveBytes + log;
  }
}
