import { isInt64 } from './int64.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

/** Attributes as repeated `KeyValue`, last first. */
export function writeProtobufAttributes(
  out: ProtobufWriter,
  field: number,
  attributes: Readonly<Record<string, unknown>>,
): void {
  for (const name of Object.keys(attributes).reverse()) {
    const before = out.sizeBytes;
    writeValue(out, 2, attributes[name]);
    out.text(1, name);
    out.message(field, before);
  }
}

/** An `AnyValue`. */
function writeValue(out: ProtobufWriter, field: number, value: unknown): void {
  const before = out.sizeBytes;
  if (typeof value === 'string') {
    out.text(1, value);
  } else if (typeof value === 'boolean') {
    out.integer(2, value ? 1 : 0);
  } else if (typeof value === 'number') {
    if (isInt64(value)) out.integer(3, value);
    else out.double(4, value);
  } else if (value instanceof Uint8Array) {
    out.bytes(7, value);
  } else if (Array.isArray(value)) {
    writeList(out, value);
  } else if (typeof value === 'object' && value !== null) {
    const beforeList = out.sizeBytes;
    writeProtobufAttributes(out, 1, value as Readonly<Record<string, unknown>>);
    out.message(6, beforeList);
  }
  out.message(field, before);
}

function writeList(out: ProtobufWriter, list: readonly unknown[]): void {
  const before = out.sizeBytes;
  for (let i = list.length - 1; i >= 0; i--) writeValue(out, 1, list[i]);
  out.message(5, before);
}
