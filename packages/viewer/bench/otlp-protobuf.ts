/** A request of `otlpRequests`, as far as it is written again here. */
interface JsonRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly JsonSpan[];
    }[];
  }[];
}

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: readonly KeyValue[];
}

interface KeyValue {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: string;
    readonly doubleValue?: number;
    readonly boolValue?: boolean;
  };
}

/** The same request in protobuf, for back-ends that read nothing else; events are left out. */
export function toProtobuf(json: string): Buffer {
  const { resourceSpans } = JSON.parse(json) as JsonRequest;
  return Buffer.concat(
    resourceSpans.map(({ resource, scopeSpans }) =>
      bytes(1, [
        bytes(
          1,
          resource.attributes.map((attribute) => keyValue(1, attribute)),
        ),
        ...scopeSpans.map(({ scope, spans }) => bytes(2, [bytes(1, [text(1, scope.name)]), ...spans.map(span)])),
      ]),
    ),
  );
}

function span(value: JsonSpan): Buffer {
  return bytes(2, [
    bytes(1, [Buffer.from(value.traceId, 'hex')]),
    bytes(2, [Buffer.from(value.spanId, 'hex')]),
    bytes(4, [Buffer.from(value.parentSpanId, 'hex')]),
    text(5, value.name),
    Buffer.concat([varint((6n << 3n) | 0n), varint(BigInt(value.kind))]),
    fixed64(7, BigInt(value.startTimeUnixNano)),
    fixed64(8, BigInt(value.endTimeUnixNano)),
    ...value.attributes.map((attribute) => keyValue(9, attribute)),
    bytes(15, [text(2, value.status.message), varint(3n << 3n), varint(BigInt(value.status.code))]),
  ]);
}

function keyValue(field: number, { key, value }: KeyValue): Buffer {
  return bytes(field, [text(1, key), bytes(2, [anyValue(value)])]);
}

function anyValue({ stringValue, intValue, doubleValue, boolValue }: KeyValue['value']): Buffer {
  if (stringValue !== undefined) return text(1, stringValue);
  if (boolValue !== undefined) return Buffer.concat([varint(2n << 3n), varint(boolValue ? 1n : 0n)]);
  if (intValue !== undefined) return Buffer.concat([varint(3n << 3n), varint(BigInt(intValue))]);
  const double = Buffer.alloc(8);
  double.writeDoubleLE(doubleValue ?? 0);
  return Buffer.concat([varint((4n << 3n) | 1n), double]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, [Buffer.from(value)]);
}

/** A field of any length: a text, bytes or a message. */
function bytes(field: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([varint((BigInt(field) << 3n) | 2n), varint(BigInt(content.byteLength)), content]);
}

function fixed64(field: number, value: bigint): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(value);
  return Buffer.concat([varint((BigInt(field) << 3n) | 1n), content]);
}

/** @param value Not negative. */
function varint(value: bigint): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80);
  digits.push(Number(rest));
  return Buffer.from(digits);
}
