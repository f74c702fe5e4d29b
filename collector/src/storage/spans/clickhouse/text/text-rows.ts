import { randomUUID } from 'node:crypto';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { HashSet } from './hash-set.ts';
import { WordScanner } from './scan-words.ts';
import { wordBits } from './text-block.ts';

/** Traces whose words are told together: of a word that one of them has, the spans of all are looked at. */
const TRACES_IN_BLOCK = 16;

/** The columns of `text_blocks`, in the order in which rows are written. */
export const TEXT_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'workspace', type: 'LowCardinality(String)' },
  { name: 'trace_ids', type: 'Array(FixedString(16)) CODEC(NONE)' },
  { name: 'bits', type: 'String CODEC(NONE)' },
];

/** Rows that tell which words are in the spans of some traces, on their way to `text_blocks`. */
export class TextRows {
  readonly #writer = new RowWriter();
  #workspaceId = '';
  readonly #traceIds = new Set<string>();
  readonly #words = new HashSet();
  readonly #scanner = new WordScanner(this.#words);

  /**
   * What comes of one trace is to be added one behind the other.
   *
   * @param payload an OTLP protobuf `Span`
   * @returns whether it may say that a part of it was cut off
   */
  add(workspaceId: string, traceId: string, payload: Uint8Array): boolean {
    const isFull = this.#traceIds.size === TRACES_IN_BLOCK && !this.#traceIds.has(traceId);
    if (isFull || workspaceId !== this.#workspaceId) this.#end();
    this.#workspaceId = workspaceId;
    this.#traceIds.add(traceId);
    return this.#scanner.scan(payload);
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.#end();
    this.#writer.clear();
  }

  async insert(database: ClickHouseDatabase): Promise<void> {
    this.#end();
    if (this.#writer.length === 0) return;
    const columns = TEXT_COLUMNS.map(({ name }) => name);
    await database.insert({ table: 'text_blocks', columns, rows: this.#writer.finish(), token: randomUUID() });
  }

  #end(): void {
    if (this.#words.size > 0) {
      this.#writer.text(this.#workspaceId);
      this.#writer.ids([...this.#traceIds], 16);
      this.#writer.bytes(wordBits(this.#words));
    }
    this.#traceIds.clear();
    this.#words.clear();
    this.#scanner.clear();
  }
}
