import { type AttributeValue, recordOf } from './attributes.ts';
import { malformedBody } from './malformed-body.ts';
import { ANY_VALUE, KEY_VALUE, LIST } from './otlp-tags.ts';
import type { WireReader } from './wire-reader.ts';

/** Values within values, at most. Deeper ones are refused rather than left to the stack. */
export const MAX_VALUE_DEPTH = 64;

/**
 * Checks an `AnyValue` that the reader has entered, without making anything of it: what passes here can be decoded
 * later, when somebody asks.
 *
 * @throws if it is malformed, nested too deep, or has too many elements.
 */
export function checkAnyValue(reader: WireReader, depth = 0): void {
  while (reader.hasMore()) {
    const tag = reader.tag();
    switch (tag) {
      case ANY_VALUE.stringValue:
      case ANY_VALUE.bytesValue:
        reader.skipBytes();
        break;
      case ANY_VALUE.boolValue:
      case ANY_VALUE.intValue:
        reader.skipVarint();
        break;
      case ANY_VALUE.doubleValue:
        reader.skipFixed64();
        break;
      case ANY_VALUE.arrayValue:
      case ANY_VALUE.kvlistValue:
        if (depth >= MAX_VALUE_DEPTH) throw malformedBody(`a value is nested deeper than ${MAX_VALUE_DEPTH}`);
        checkList(reader, tag === ANY_VALUE.kvlistValue, depth + 1);
        break;
      default:
        reader.skipUnknown(tag, ANY_VALUE.lastField);
    }
  }
}

function checkList(reader: WireReader, isKeyed: boolean, depth: number): void {
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== LIST.values) {
      reader.skipUnknown(tag, LIST.lastField);
      continue;
    }
    reader.size.addPart();
    const list = reader.enter();
    if (isKeyed) checkKeyValue(reader, depth);
    else checkAnyValue(reader, depth);
    reader.leave(list);
  }
  reader.leave(outer);
}

function checkKeyValue(reader: WireReader, depth: number): void {
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === KEY_VALUE.key) reader.skipBytes();
    else if (tag === KEY_VALUE.value) {
      const outer = reader.enter();
      checkAnyValue(reader, depth);
      reader.leave(outer);
    } else reader.skipUnknown(tag, KEY_VALUE.lastField);
  }
}

/** Decodes an `AnyValue` that the reader has entered and that was checked before. An empty one is null. */
export function readAnyValue(reader: WireReader): AttributeValue {
  let value: AttributeValue = null;
  while (reader.hasMore()) {
    const tag = reader.tag();
    switch (tag) {
      case ANY_VALUE.stringValue:
        value = reader.text();
        break;
      case ANY_VALUE.boolValue:
        value = reader.bool();
        break;
      case ANY_VALUE.intValue:
        value = reader.int64();
        break;
      case ANY_VALUE.doubleValue:
        value = jsonNumber(reader.double());
        break;
      case ANY_VALUE.arrayValue:
        value = readList(reader, readAnyValue);
        break;
      case ANY_VALUE.kvlistValue:
        value = recordOf(readList(reader, readKeyValue));
        break;
      case ANY_VALUE.bytesValue:
        value = reader.base64();
        break;
      default:
        reader.skipUnknown(tag, ANY_VALUE.lastField);
    }
  }
  return value;
}

function readList<T>(reader: WireReader, readItem: (reader: WireReader) => T): T[] {
  const items: T[] = [];
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== LIST.values) {
      reader.skipUnknown(tag, LIST.lastField);
      continue;
    }
    const list = reader.enter();
    items.push(readItem(reader));
    reader.leave(list);
  }
  reader.leave(outer);
  return items;
}

function readKeyValue(reader: WireReader): readonly [string, AttributeValue] {
  let key = '';
  let value: AttributeValue = null;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === KEY_VALUE.key) key = reader.text();
    else if (tag === KEY_VALUE.value) {
      const outer = reader.enter();
      value = readAnyValue(reader);
      reader.leave(outer);
    } else reader.skipUnknown(tag, KEY_VALUE.lastField);
  }
  return [key, value];
}

function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
