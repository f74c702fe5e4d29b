import { ANY_VALUE, KEY_VALUE } from './otlp-tags.ts';

/** Where the parts of an attribute stand that {@link findUsual} has found: of the last one only. */
export const found = { keyEnd: 0, start: 0, end: 0 };

/** Lengths of up to so many bytes are read here, and a tag before and behind them. */
const HEAD_BYTES = 8;
const MAX_VARINT_BYTES = 10;

/**
 * Finds the parts of a `KeyValue` as nearly all senders write it: its key, then one text, number or truth, and nothing
 * else. What passes here passes the reader field by field as well, which takes three times as long.
 *
 * @param at of its length.
 * @param limit of the message that it stands in.
 * @returns where its key begins, and the rest in {@link found}; -1 where one has to look field by field.
 */
export function findUsual(bytes: Uint8Array, at: number, limit: number): number {
  if (limit - at < HEAD_BYTES) return -1;
  let place = at;
  let length = bytes[place++]!;
  if (length >= 0x80) {
    const second = bytes[place++]!;
    length = (length & 0x7f) | ((second & 0x7f) << 7);
    if (second >= 0x80) {
      const third = bytes[place++]!;
      if (third >= 0x80) return -1;
      length |= third << 14;
    }
  }
  const end = place + length;
  // With that much left no byte that is looked at below lies behind the message.
  if (end > limit || length < HEAD_BYTES || bytes[place] !== KEY_VALUE.key) return -1;
  const keyLength = bytes[place + 1]!;
  const key = place + 2;
  const keyEnd = key + keyLength;
  if (keyLength >= 0x80 || keyEnd + 4 > end || bytes[keyEnd] !== KEY_VALUE.value) return -1;
  const start = textStart(bytes, keyEnd + 1, end);
  if (start < 0 || !isUsualValue(bytes, start, end)) return -1;
  found.keyEnd = keyEnd;
  found.start = start;
  found.end = end;
  return key;
}

/** Where the bytes behind a length begin; -1 if they do not end where all of it does. At least three bytes are left. */
function textStart(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return at + 1 + first === end ? at + 1 : -1;
  const second = bytes[at + 1]!;
  const low = (first & 0x7f) | ((second & 0x7f) << 7);
  if (second < 0x80) return at + 2 + low === end ? at + 2 : -1;
  const third = bytes[at + 2]!;
  return third < 0x80 && at + 3 + (low | (third << 14)) === end ? at + 3 : -1;
}

/** Tells whether an `AnyValue` is a single field that is no list, no record and no bytes. */
function isUsualValue(bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start;
  if (size < 2) return false;
  switch (bytes[start]) {
    case ANY_VALUE.stringValue:
      return size >= 4 ? textStart(bytes, start + 1, end) >= 0 : size === 2 + bytes[start + 1]!;
    case ANY_VALUE.boolValue:
      return size === 2 && bytes[start + 1]! < 0x80;
    case ANY_VALUE.intValue:
      return isVarint(bytes, start + 1, end);
    case ANY_VALUE.doubleValue:
      return size === 9;
    default:
      return false;
  }
}

function isVarint(bytes: Uint8Array, start: number, end: number): boolean {
  const last = end - 1;
  if (end - start > MAX_VARINT_BYTES || bytes[last]! >= 0x80) return false;
  for (let at = start; at < last; at++) if (bytes[at]! < 0x80) return false;
  return true;
}
