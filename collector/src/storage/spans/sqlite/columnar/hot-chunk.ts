import { decodeDictionary } from '../chunk/dictionary.ts';
import { readId } from '../chunk/id-bytes.ts';
import { ROW_SECTIONS, SECTION, type SectionId } from '../chunk/section.ts';
import { type PackedNumbers, SectionReader } from '../chunk/section-reader.ts';

/** Columns that questions about single spans alone look at. */
const COLD: readonly SectionId[] = [
  SECTION.cacheWriteTokens,
  SECTION.costSource,
  SECTION.previewLength,
  SECTION.origin,
  SECTION.payloadLength,
];

/** Columns that questions about many spans are answered from. */
const HOT: readonly SectionId[] = [SECTION.traceFirstRow, ...ROW_SECTIONS.filter((id) => !COLD.includes(id))];

/** A section that is kept. */
export type HotSection = SectionId;

/** What is worth keeping of a chunk in memory: its hot columns as narrow as they are stored, without payloads. */
export class HotChunk {
  readonly id: number;
  readonly spanCount: number;
  readonly traceCount: number;
  /** Dictionary of all text columns; 0 is ''. */
  readonly texts: readonly string[];
  /** Memory it takes, about. */
  readonly sizeBytes: number;
  readonly #columns = new Map<SectionId, PackedNumbers>();
  readonly #traceIds: Uint8Array;

  /** @throws DamagedChunk if the bytes are not what was written. */
  constructor(id: number, bytes: Uint8Array) {
    const sections = new SectionReader(bytes);
    this.id = id;
    this.spanCount = sections.spanCount;
    this.traceCount = sections.traceCount;
    let size = 0;
    for (const section of HOT) {
      const { values, base } = sections.packed(section);
      // Copied, or the whole chunk would be kept for it.
      this.#columns.set(section, { values: values?.slice(), base });
      size += values?.byteLength ?? 0;
    }
    this.#traceIds = sections.bytes(SECTION.traceIds).slice();
    const dictionary = sections.bytes(SECTION.dictionary);
    this.texts = decodeDictionary(dictionary);
    this.sizeBytes = size + this.#traceIds.length + 3 * dictionary.length;
  }

  /** Writes a column out, one number per row: several times faster than asking row by row. */
  fill(section: HotSection, target: Float64Array): Float64Array {
    const { values, base } = this.#columns.get(section)!;
    const count = section === SECTION.traceFirstRow ? this.traceCount + 1 : this.spanCount;
    if (values === undefined) target.fill(base, 0, count);
    else if (values instanceof Uint8Array) fill8(values, base, target);
    else if (values instanceof Uint16Array) fill16(values, base, target);
    else if (values instanceof Uint32Array) fill32(values, base, target);
    else target.set(values);
    return target;
  }

  /** Which trace a row belongs to. */
  traceOf(row: number): number {
    const { values, base } = this.#columns.get(SECTION.traceFirstRow)!;
    let from = 0;
    let to = this.traceCount;
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (base + (values?.[middle] ?? 0) <= row) from = middle;
      else to = middle;
    }
    return from;
  }

  traceIdBytes(index: number): Uint8Array {
    return this.#traceIds.subarray(16 * index, 16 * (index + 1));
  }

  traceId(index: number): string {
    return readId(this.#traceIds, 16 * index, 16);
  }
}

// One loop for each width: the engine then knows what it reads.
function fill8(values: Uint8Array, base: number, target: Float64Array): void {
  for (let row = 0; row < values.length; row++) target[row] = base + values[row]!;
}

function fill16(values: Uint16Array, base: number, target: Float64Array): void {
  for (let row = 0; row < values.length; row++) target[row] = base + values[row]!;
}

function fill32(values: Uint32Array, base: number, target: Float64Array): void {
  for (let row = 0; row < values.length; row++) target[row] = base + values[row]!;
}
