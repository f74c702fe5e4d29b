/** A value of JSON as OTLP's `AnyValue` has it in JSON; integers beyond 2^53 are lost as everywhere in JSON. */
export function anyValueJson(value: unknown): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    case 'object': {
      if (value === null) return {};
      if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValueJson) } };
      return { kvlistValue: { values: attributesJson(value as Readonly<Record<string, unknown>>) } };
    }
    default:
      return {};
  }
}

/** A record as OTLP's list of `KeyValue` in JSON. */
export function attributesJson(record: Readonly<Record<string, unknown>>): readonly object[] {
  return Object.entries(record).map(([key, value]) => ({ key, value: anyValueJson(value) }));
}
