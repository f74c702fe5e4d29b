import { isInt64 } from './int64.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

/** Attributes as repeated `KeyValue`, last first. @param values in the order of the names */
export function writeProtobufAttributes(
  out: ProtobufWriter,
  field: number,
  names: readonly string[],
  values: readonly unknown[],
): void {
  for (let i = names.length - 1; i >= 0; i--) {
    const before = out.sizeBytes;
    writeValue(out, 2, values[i]);
    out.text(1, names[i] as string);
    out.message(field, before);
  }
}

/** {@link writeProtobufAttributes} of an object's. */
export function writeProtobufRecord(out: ProtobufWriter, field: number, record: object): void {
  writeProtobufAttributes(out, field, Object.keys(record), Object.values(record));
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
    writeProtobufRecord(out, 1, value);
    out.message(6, beforeList);
  }
  out.message(field, before);
}

function writeList(out: ProtobufWriter, list: readonly unknown[]): void {
  const before = out.sizeBytes;
  for (let i = list.length - 1; i >= 0; i--) writeValue(out, 1, list[i]);
  out.message(5, before);
}
