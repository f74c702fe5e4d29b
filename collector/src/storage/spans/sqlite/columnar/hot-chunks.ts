import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { IdleWork } from '../../../../idle-work.ts';
import type { ChunkTable } from '../chunk-table.ts';
import { StoreVersion } from '../store-version.ts';
import { HotChunk } from './hot-chunk.ts';

/** Enough for about a million spans. */
const MAX_BYTES = 80 * 1024 * 1024;
/** How long they stay without a question: reading them anew takes a second for a million spans. */
const IDLE_MS = 60_000;
/** Bytes at the beginning of a chunk that tell it from every other: its checksum is among them. */
const HEADER_BYTES = 24;

/** What tells a chunk from all others. */
interface Head {
  readonly id: number;
  readonly head: string;
}

/** The hot columns of the chunks of a workspace, of the newest ones from memory. */
export class HotChunks {
  readonly #chunks: ChunkTable;
  readonly #heads: StatementSync;
  readonly #columns: StatementSync;
  readonly #storeVersion: StoreVersion;
  readonly #kept = new Map<number, { readonly head: string; readonly chunk: HotChunk }>();
  readonly #idle = new IdleWork(IDLE_MS, () => this.#forgetAll());
  #keptBytes = 0;
  #known: readonly Head[] = [];
  #version = '';

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#chunks = chunks;
    this.#heads = db.prepare(
      `SELECT id, hex(substr(columns, 1, ${HEADER_BYTES})) AS head FROM chunks` +
        ' WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) ORDER BY id DESC',
    );
    this.#columns = db.prepare('SELECT columns FROM chunks WHERE id = ?');
    this.#storeVersion = new StoreVersion(db);
  }

  /** The newest chunk first; damaged ones are reported and left out. To be used up within one transaction. */
  *ofWorkspace(workspaceId: string): Generator<HotChunk> {
    this.#idle.postpone();
    for (const { id, head } of this.#headsOf(workspaceId)) {
      const known = this.#kept.get(id);
      if (known?.head === head) {
        yield known.chunk;
        continue;
      }
      if (known !== undefined) this.#forget(id);
      const bytes = this.#columns.get(id)?.columns as Uint8Array;
      const chunk = this.#chunks.attempt(id, () => new HotChunk(id, bytes));
      if (chunk === undefined) continue;
      this.#keep(head, chunk);
      yield chunk;
    }
  }

  /** Read anew only if somebody, on this connection or another, has written since. */
  #headsOf(workspaceId: string): readonly Head[] {
    const version = `${this.#storeVersion.now()} ${workspaceId}`;
    if (version !== this.#version) this.#known = this.#heads.all(workspaceId) as unknown as readonly Head[];
    this.#version = version;
    return this.#known;
  }

  /** In favour of newer ones, as those are asked for most. */
  #keep(head: string, chunk: HotChunk): void {
    while (this.#keptBytes + chunk.sizeBytes > MAX_BYTES) {
      const oldest = Math.min(...this.#kept.keys());
      if (oldest > chunk.id || this.#kept.size === 0) return;
      this.#forget(oldest);
    }
    this.#kept.set(chunk.id, { head, chunk });
    this.#keptBytes += chunk.sizeBytes;
  }

  #forget(id: number): void {
    this.#keptBytes -= this.#kept.get(id)?.chunk.sizeBytes ?? 0;
    this.#kept.delete(id);
  }

  #forgetAll(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }
}
