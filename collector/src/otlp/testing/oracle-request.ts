/** Turns OTLP's JSON into what protobufjs takes: ids as bytes, times and integers as they are. */
export function oracleRequest(json: unknown): object {
  return convert(json, '') as object;
}

const HEX_FIELDS = ['traceId', 'spanId', 'parentSpanId'];

function convert(value: unknown, field: string): unknown {
  if (HEX_FIELDS.includes(field)) return Buffer.from(value as string, 'hex');
  if (field === 'bytesValue') return Buffer.from(value as string, 'base64');
  if (field === 'doubleValue' || field === 'boolValue') return Number(value);
  if (Array.isArray(value)) return value.map((item) => convert(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convert(item, name)]));
}
