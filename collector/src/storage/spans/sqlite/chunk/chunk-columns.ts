import { decodeDictionary } from './dictionary.ts';
import { readId } from './id-bytes.ts';
import { PARENT, SECTION, type SectionId } from './section.ts';
import type { NumberColumn, SectionReader } from './section-reader.ts';

/** Rows of one trace in a chunk: `from` up to, and not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** The values of a chunk's rows; what is asked for is unpacked once. */
export class ChunkColumns {
  readonly #sections: SectionReader;
  readonly #columns = new Map<SectionId, NumberColumn>();
  #texts: readonly string[] | undefined;
  #previews: readonly [text: string, offsets: Uint32Array] | undefined;

  constructor(sections: SectionReader) {
    this.#sections = sections;
  }

  /** A number, of whatever section has one per row or per part. */
  number(section: SectionId, row: number): number {
    return this.column(section).at(row);
  }

  /** A number of 64 bits out of its halves. */
  wide(low: SectionId, high: SectionId, row: number): bigint {
    return (BigInt(this.number(high, row)) << 32n) | BigInt(this.number(low, row));
  }

  /** A text of the dictionary. */
  text(section: SectionId, row: number): string {
    return this.texts()[this.number(section, row)] ?? '';
  }

  /** All texts of the dictionary. */
  texts(): readonly string[] {
    this.#texts ??= decodeDictionary(this.#sections.bytes(SECTION.dictionary));
    return this.#texts;
  }

  preview(row: number): string {
    return this.previews({ from: row, to: row + 1 });
  }

  /** Those of some rows, one behind the other. */
  previews({ from, to }: RowRange): string {
    this.#previews ??= this.#readPreviews();
    const [text, offsets] = this.#previews;
    return text.slice(offsets[from]!, offsets[to]!);
  }

  /** What a section holds that has no numbers. */
  bytes(section: SectionId): Uint8Array {
    return this.#sections.bytes(section);
  }

  column(section: SectionId): NumberColumn {
    const known = this.#columns.get(section);
    if (known !== undefined) return known;
    const column = this.#sections.numbers(section);
    this.#columns.set(section, column);
    return column;
  }

  /** Span ids of rows, all at once: several times faster than one by one. */
  spanIds({ from, to }: RowRange): readonly string[] {
    const hex = readId(this.#sections.bytes(SECTION.spanIds), 8 * from, 8 * (to - from));
    return Array.from({ length: to - from }, (_, index) => hex.slice(16 * index, 16 * index + 16));
  }

  /** Parents of some rows, and what stands in for those that were exported elsewhere. @param trace all rows of theirs */
  parents(trace: RowRange, range: RowRange): readonly ParentIds[] {
    const bytes = this.#sections.bytes(SECTION.spanIds);
    // Of a giant's page only those that are parents there.
    const ids = trace.to - trace.from === range.to - range.from ? this.spanIds(trace) : undefined;
    const idOf = (place: number): string => ids?.[place] ?? readId(bytes, 8 * (trace.from + place), 8);
    const parents = this.#idsIn(SECTION.parent, SECTION.parentsElsewhere, range, idOf);
    const fallbacks = this.#idsIn(SECTION.fallbackParent, SECTION.fallbackParentsElsewhere, range, idOf);
    return parents.map((parentSpanId = '', index) => ({
      parentSpanId,
      fallbackParentSpanId: fallbacks[index] ?? parentSpanId,
    }));
  }

  /** Undefined where the fallback is the parent itself. */
  #idsIn(
    column: SectionId,
    elsewhereSection: SectionId,
    { from, to }: RowRange,
    idOf: (place: number) => string,
  ): readonly (string | undefined)[] {
    const elsewhere = this.#sections.bytes(elsewhereSection);
    const parents = this.column(column);
    let used = 0;
    if (elsewhere.length > 0) for (let row = 0; row < from; row++) if (parents.at(row) === PARENT.elsewhere) used++;
    return Array.from({ length: to - from }, (_, index) => {
      const parent = parents.at(from + index);
      if (parent === PARENT.none) return '';
      if (parent === PARENT.sameAsParent) return undefined;
      if (parent === PARENT.elsewhere) return readId(elsewhere, 8 * used++, 8);
      return idOf(parent);
    });
  }

  #readPreviews(): readonly [text: string, offsets: Uint32Array] {
    const offsets = new Uint32Array(this.#sections.spanCount + 1);
    const lengths = this.column(SECTION.previewLength);
    for (let at = 0; at < this.#sections.spanCount; at++) offsets[at + 1] = offsets[at]! + lengths.at(at);
    const bytes = this.#sections.bytes(SECTION.previews);
    return [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(), offsets];
  }
}

/** Ids of a span's parents, '' where there is none. */
export interface ParentIds {
  readonly parentSpanId: string;
  readonly fallbackParentSpanId: string;
}
