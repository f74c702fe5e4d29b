import type { Origin } from '../../arrivals.ts';
import type { RowRange } from './chunk-columns.ts';
import type { ChunkReader } from './chunk-reader.ts';
import type { DictionaryBuilder } from './dictionary.ts';
import { readId } from './id-bytes.ts';
import type { ParentRows } from './parent-rows.ts';
import { PARENT, ROW_SECTIONS, SECTION, type SectionId } from './section.ts';
import type { NumberColumn } from './section-reader.ts';

/** Columns whose values are places in the chunk's dictionary, in the order in which a writer asks for them. */
export const TEXT_SECTIONS: readonly SectionId[] = [
  SECTION.name,
  SECTION.service,
  SECTION.provider,
  SECTION.model,
  SECTION.costSource,
  SECTION.sessionId,
  SECTION.userId,
  SECTION.runId,
  SECTION.promptName,
  SECTION.promptVersion,
];
/** Columns that say the same wherever they stand. */
const PLAIN_SECTIONS = ROW_SECTIONS.filter(
  (id) =>
    id !== SECTION.origin && id !== SECTION.parent && id !== SECTION.fallbackParent && !TEXT_SECTIONS.includes(id),
);

/** All spans of a trace that a chunk has, to be written again as they are. */
export interface CopiedTrace {
  readonly traceId: string;
  readonly spans: readonly { readonly payload: Uint8Array }[];
  readonly chunk: CopiedChunk;
  readonly rows: RowRange;
}

/**
 * A stored chunk of which traces are written into another one, column by column: nothing is made of a span. Traces are
 * copied in the order of their rows.
 */
export class CopiedChunk {
  readonly #reader: ChunkReader;
  readonly #columns: ReadonlyMap<SectionId, NumberColumn>;
  readonly #spanIds: Uint8Array;
  readonly #texts: readonly string[];
  readonly #parents: Elsewhere;
  readonly #fallbacks: Elsewhere;
  /** Its frames as they are stored, and the first row of each, with the one behind the last. */
  readonly #frames: readonly Uint8Array[];
  readonly #frameRows: readonly number[];
  /** Places of its texts in the dictionary that is being written; -1 before they are asked for. */
  readonly #numbers: Int32Array;
  #dictionary: DictionaryBuilder | undefined;

  /** @throws DamagedChunk if a column cannot be read: later nothing fails. */
  constructor(reader: ChunkReader, frames: readonly Uint8Array[]) {
    const { values } = reader;
    this.#frames = frames;
    this.#frameRows = reader.frameBounds();
    this.#reader = reader;
    this.#columns = new Map(ROW_SECTIONS.map((id) => [id, values.column(id)]));
    this.#spanIds = values.bytes(SECTION.spanIds);
    this.#texts = values.texts();
    this.#numbers = new Int32Array(this.#texts.length).fill(-1);
    this.#parents = new Elsewhere(values.column(SECTION.parent), values.bytes(SECTION.parentsElsewhere));
    this.#fallbacks = new Elsewhere(
      values.column(SECTION.fallbackParent),
      values.bytes(SECTION.fallbackParentsElsewhere),
    );
    values.previews({ from: 0, to: 0 });
    for (let row = 0; row < reader.spanCount; row++) reader.origin(row);
  }

  /** Copies numbers of rows to where `row` begins. */
  copyNumbers({ from, to }: RowRange, columns: readonly Float64Array[], row: number): void {
    for (const id of PLAIN_SECTIONS) {
      const source = this.#columns.get(id)!;
      const target = columns[id]!;
      for (let at = from; at < to; at++) target[row + at - from] = source.at(at);
    }
  }

  copySpanIds({ from, to }: RowRange, target: Uint8Array, row: number): void {
    target.set(this.#spanIds.subarray(8 * from, 8 * to), 8 * row);
  }

  copyTexts(at: number, columns: readonly Float64Array[], row: number, dictionary: DictionaryBuilder): void {
    if (this.#dictionary !== dictionary) {
      this.#dictionary = dictionary;
      this.#numbers.fill(-1);
    }
    for (const id of TEXT_SECTIONS) {
      const place = this.#columns.get(id)!.at(at);
      let number = place === 0 ? 0 : (this.#numbers[place] ?? -1);
      if (number < 0) {
        number = dictionary.number(this.#texts[place] ?? '', id);
        if (place < this.#numbers.length) this.#numbers[place] = number;
      }
      columns[id]![row] = number;
    }
  }

  copyParents({ from, to }: RowRange, row: number, parents: ParentRows): void {
    parents.copy(
      row,
      Array.from({ length: to - from }, (_, index) => this.#parents.at(from + index)),
      Array.from({ length: to - from }, (_, index) => this.#fallbacks.at(from + index)),
    );
  }

  /** The frame that begins with a row, if one does, and the row behind it. */
  frameFrom(row: number): { readonly frame: Uint8Array; readonly to: number } | undefined {
    const index = this.#frameRows.indexOf(row);
    const frame = this.#frames[index];
    return frame && { frame, to: this.#frameRows[index + 1]! };
  }

  origin(row: number): Origin {
    return this.#reader.origin(row);
  }

  previews(rows: RowRange): string {
    return this.#reader.values.previews(rows);
  }
}

/** Parents as a column has them, and the ids of those that are not among the rows, asked for row by row. */
class Elsewhere {
  readonly #column: NumberColumn;
  readonly #ids: Uint8Array;
  #row = 0;
  #used = 0;

  constructor(column: NumberColumn, ids: Uint8Array) {
    this.#column = column;
    this.#ids = ids;
  }

  /** @param row behind all that were asked for before */
  at(row: number): number | string {
    const parent = this.#column.at(row);
    if (parent !== PARENT.elsewhere) return parent;
    for (; this.#row < row; this.#row++) if (this.#column.at(this.#row) === PARENT.elsewhere) this.#used++;
    return readId(this.#ids, 8 * this.#used, 8);
  }
}
