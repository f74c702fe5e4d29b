import { MAX_CHUNK_SPANS } from '../chunk/chunk-plan.ts';
import { ChunkFacts } from './chunk-facts.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { RowFilter } from './column-filter.ts';
import { placeInChunk, type SpreadTraces } from './spread-traces.ts';

const NONE: ReadonlySet<string> = new Set();

/** Says which rows of chunks count: those that pass a filter, whose trace is alive and which have not been overtaken. */
export class RowMarks {
  /** 1 for those of the open chunk that do. */
  readonly mask: Uint8Array = new Uint8Array(MAX_CHUNK_SPANS);
  readonly #spread: SpreadTraces;
  #dead: ReadonlyMap<number, ReadonlySet<string>> = new Map();
  /** Of each trace once, as reading all its spans takes long: by its id, as `SpreadTraces` tells. */
  readonly #running = new Map<string, ReadonlySet<string> | undefined>();

  constructor(spread: SpreadTraces) {
    this.#spread = spread;
  }

  /** To be called first within each transaction. */
  begin(): void {
    this.#dead = this.#spread.dead();
    this.#running.clear();
  }

  /** Marks the rows of the chunk that is open. @param without traces that are looked at in another way */
  mark(rows: ChunkRows, test: RowFilter, workspaceId: string, without: ReadonlySet<string>): void {
    const { chunk } = rows;
    const { mask } = this;
    const dead = this.#dead.get(chunk.id) ?? NONE;
    test(rows, mask);
    const hasPending = ChunkFacts.of(rows).hasPending(rows);
    if (!hasPending && without.size === 0 && dead.size === 0) return;
    const firstRows = rows.firstRows();
    for (let index = 0; (without.size > 0 || dead.size > 0) && index < chunk.traceCount; index++) {
      const traceId = chunk.traceId(index);
      if (without.has(traceId) || dead.has(traceId)) mask.fill(0, firstRows[index]!, firstRows[index + 1]!);
    }
    if (hasPending) this.#unmarkOvertaken(rows, workspaceId);
  }

  #unmarkOvertaken(rows: ChunkRows, workspaceId: string): void {
    const { chunk } = rows;
    const { mask } = this;
    const pending: (readonly [row: number, traceId: string])[] = [];
    const unread = new Set<string>();
    for (let row = 0; row < chunk.spanCount; row++) {
      if (mask[row] === 0 || !rows.isPending(row)) continue;
      const traceId = chunk.traceId(chunk.traceOf(row));
      pending.push([row, traceId]);
      if (!this.#running.has(traceId)) unread.add(traceId);
    }
    for (const [traceId, running] of this.#spread.running(workspaceId, unread)) this.#running.set(traceId, running);
    for (const [row, traceId] of pending) {
      if (this.#running.get(traceId)?.has(placeInChunk(chunk.id, row)) === false) mask[row] = 0;
    }
  }
}
