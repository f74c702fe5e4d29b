import { MAX_CHUNK_SPANS } from '../chunk/chunk-plan.ts';
import { ChunkFacts } from './chunk-facts.ts';
import type { ChunkRows } from './chunk-rows.ts';
import type { RowFilter } from './column-filter.ts';
import type { SpreadTraces } from './spread-traces.ts';

const NONE: ReadonlySet<string> = new Set();

/** Says which rows of chunks count: those that pass a filter, whose trace is alive and which have not been overtaken. */
export class RowMarks {
  /** 1 for those of the open chunk that do. */
  readonly mask: Uint8Array = new Uint8Array(MAX_CHUNK_SPANS);
  readonly #spread: SpreadTraces;
  #dead: ReadonlyMap<number, ReadonlySet<string>> = new Map();

  constructor(spread: SpreadTraces) {
    this.#spread = spread;
  }

  /** To be called first within each transaction. */
  begin(): void {
    this.#dead = this.#spread.dead();
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
    for (let index = 0; index < chunk.traceCount; index++) {
      const from = firstRows[index]!;
      const to = firstRows[index + 1]!;
      const traceId = chunk.traceId(index);
      if (without.has(traceId) || dead.has(traceId)) mask.fill(0, from, to);
      if (!hasPending) continue;
      for (let row = from; row < to; row++) {
        const mayCount = mask[row] === 1 && rows.isPending(row);
        if (mayCount && this.#spread.hasEnded(workspaceId, traceId, chunk.id, row)) mask[row] = 0;
      }
    }
  }
}
