import type { JsonObject, JsonValue, RecordContent } from './dataset-store.ts';

/** Types of the fields of records, as MLflow names them. */
interface RecordSchema extends JsonObject {
  readonly inputs: JsonObject;
  /** The type itself where outputs are no object. */
  readonly outputs: JsonValue;
  readonly expectations: JsonObject;
  readonly version: string;
}

/** A schema with the fields of these records, too. What a field was first is what it stays. */
export function schemaWith(known: JsonObject | undefined, records: readonly RecordContent[]): RecordSchema {
  let schema = { inputs: {}, outputs: {}, expectations: {}, version: '1.0', ...known } as RecordSchema;
  for (const { inputs, outputs, expectations } of records) {
    schema = {
      ...schema,
      inputs: withFields(schema.inputs, inputs),
      outputs: withOutputs(schema.outputs, outputs),
      expectations: withFields(schema.expectations, expectations ?? {}),
    };
  }
  return schema;
}

function withOutputs(known: JsonValue, outputs: JsonValue | undefined): JsonValue {
  if (outputs === undefined || outputs === null) return known;
  if (isObject(outputs)) return isObject(known) ? withFields(known, outputs) : known;
  return isObject(known) && Object.keys(known).length === 0 ? typeOf(outputs) : known;
}

function withFields(known: JsonObject, fields: JsonObject): JsonObject {
  return { ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, typeOf(value)])), ...known };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return Array.isArray(value) ? 'array' : typeof value;
}
