import { MAX_VALUE_DEPTH } from './any-value.ts';
import { base64Of, doubleOf, int64Of, type JsonObject, objectOf, objectsOf, textOf } from './json-field.ts';
import { malformedBody } from './malformed-body.ts';
import { ANY_VALUE, KEY_VALUE, LIST } from './otlp-tags.ts';
import type { WireWriter } from './wire-writer.ts';

/** Writes a JSON array of `KeyValue` as the repeated field `tag`. @throws ApiError `MALFORMED_REQUEST` */
export function encodeAttributes(writer: WireWriter, tag: number, attributes: unknown, depth = 0): void {
  for (const attribute of objectsOf(attributes, 'attributes')) {
    const place = writer.begin(tag);
    writer.text(KEY_VALUE.key, textOf(attribute.key, 'KeyValue.key'));
    const value = attribute.value;
    if (value !== undefined && value !== null) {
      const valuePlace = writer.begin(KEY_VALUE.value);
      encodeAnyValue(writer, objectOf(value, 'KeyValue.value'), depth);
      writer.end(valuePlace);
    }
    writer.end(place);
  }
}

/** Writes an `AnyValue`; one without any of the fields that we know is left empty, which reads as null. */
export function encodeAnyValue(writer: WireWriter, value: JsonObject, depth = 0): void {
  if (isPresent(value.stringValue)) {
    writer.text(ANY_VALUE.stringValue, textOf(value.stringValue, 'AnyValue.stringValue'));
  } else if (isPresent(value.intValue)) {
    writer.varint(ANY_VALUE.intValue);
    encodeInt64(writer, value.intValue);
  } else if (isPresent(value.boolValue)) {
    if (typeof value.boolValue !== 'boolean') throw malformedBody('AnyValue.boolValue is not true or false');
    writer.varint(ANY_VALUE.boolValue);
    writer.varint(value.boolValue ? 1 : 0);
  } else if (isPresent(value.doubleValue)) {
    writer.varint(ANY_VALUE.doubleValue);
    writer.double(doubleOf(value.doubleValue, 'AnyValue.doubleValue'));
  } else if (isPresent(value.arrayValue)) {
    encodeArray(writer, objectOf(value.arrayValue, 'AnyValue.arrayValue'), nextDepth(depth));
  } else if (isPresent(value.kvlistValue)) {
    const list = objectOf(value.kvlistValue, 'AnyValue.kvlistValue');
    const place = writer.begin(ANY_VALUE.kvlistValue);
    encodeAttributes(writer, LIST.values, list.values, nextDepth(depth));
    writer.end(place);
  } else if (isPresent(value.bytesValue)) {
    writer.bytes(ANY_VALUE.bytesValue, base64Of(value.bytesValue, 'AnyValue.bytesValue'));
  }
}

function encodeArray(writer: WireWriter, array: JsonObject, depth: number): void {
  const place = writer.begin(ANY_VALUE.arrayValue);
  for (const item of objectsOf(array.values, 'ArrayValue.values')) {
    const itemPlace = writer.begin(LIST.values);
    encodeAnyValue(writer, item, depth);
    writer.end(itemPlace);
  }
  writer.end(place);
}

function encodeInt64(writer: WireWriter, value: unknown): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) writer.varint(value);
  else writer.varint64(int64Of(value, 'AnyValue.intValue'));
}

function nextDepth(depth: number): number {
  if (depth >= MAX_VALUE_DEPTH) throw malformedBody(`a value is nested deeper than ${MAX_VALUE_DEPTH}`);
  return depth + 1;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
