/** Gives each distinct text of a chunk its number, in order of appearance; '' is always 0. */
export class DictionaryBuilder {
  readonly #numbers = new Map<string, number>([['', 0]]);

  number(text: string): number {
    // Most columns are empty in most spans.
    if (text === '') return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const added = this.#numbers.size;
    this.#numbers.set(text, added);
    return added;
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
