/** Gives each distinct text of a chunk its number, in order of appearance; '' is always 0. */
export class DictionaryBuilder {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #lastTexts: string[] = [];
  readonly #lastNumbers: number[] = [];

  /** @param column Any number for each column of texts: what stands in one is often what stood there the last time. */
  number(text: string, column: number): number {
    // Most columns are empty in most spans.
    if (text === '') return 0;
    if (this.#lastTexts[column] === text) return this.#lastNumbers[column]!;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
    }
    this.#lastTexts[column] = text;
    this.#lastNumbers[column] = number;
    return number;
  }

  /** JSON keeps what UTF-8 alone would lose, such as half a surrogate pair. */
  encode(): Uint8Array {
    return Buffer.from(JSON.stringify([...this.#numbers.keys()]));
  }
}

/** The texts by their numbers. */
export function decodeDictionary(bytes: Uint8Array): readonly string[] {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()) as readonly string[];
}
