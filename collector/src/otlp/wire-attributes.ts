import { checkAnyValue, readAnyValue } from './any-value.ts';
import type { Attributes, AttributeValue } from './attributes.ts';
import { KEY_VALUE } from './otlp-tags.ts';
import type { WireReader } from './wire-reader.ts';

/**
 * Attributes that stay on the wire until they are asked for: of the forty that a model call carries, the columns need
 * a dozen. They are checked when they are added, so `get` does not fail.
 */
export class WireAttributes implements Attributes {
  readonly keys: string[] = [];
  readonly #reader: WireReader;
  /** Start and end of each key's value, in pairs. */
  readonly #ranges: number[] = [];

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  /** Takes the `KeyValue` that comes next. @throws if it is malformed, or one too many. */
  add(): void {
    const reader = this.#reader;
    reader.size.addPart();
    let key = '';
    let start = 0;
    let end = 0;
    const outer = reader.enter();
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === KEY_VALUE.key) key = reader.text();
      else if (tag === KEY_VALUE.value) {
        const entry = reader.enter();
        start = reader.offset;
        end = reader.limit;
        checkAnyValue(reader);
        reader.leave(entry);
      } else reader.skipUnknown(tag, KEY_VALUE.lastField);
    }
    reader.leave(outer);
    this.keys.push(key);
    this.#ranges.push(start, end);
  }

  get(key: string): AttributeValue | undefined {
    const index = this.keys.indexOf(key);
    if (index < 0) return undefined;
    this.#reader.seek(this.#ranges[2 * index]!, this.#ranges[2 * index + 1]!);
    return readAnyValue(this.#reader);
  }
}
