import protobuf from 'protobufjs';
import {
  ANY_VALUE,
  EVENT,
  KEY_VALUE,
  LINK,
  LIST,
  REQUEST,
  RESOURCE,
  RESOURCE_SPANS,
  SCOPE,
  SCOPE_SPANS,
  SPAN,
  STATUS,
} from '../otlp-tags.ts';

type Fields = Record<string, protobuf.IField>;

/** Fields of a message from our table of tags and the types that the numbers do not tell. */
function message(tags: Readonly<Record<string, number>>, types: Readonly<Record<string, string>>): protobuf.IType {
  const fields: Fields = {};
  for (const [name, type] of Object.entries(types)) {
    const [rule, plain] = type.startsWith('repeated ') ? ['repeated', type.slice(9)] : [undefined, type];
    fields[name] = { id: tags[name]! >>> 3, type: plain, ...(rule === undefined ? {} : { rule }) };
  }
  return { fields };
}

const root = protobuf.Root.fromJSON({
  nested: {
    Request: message(REQUEST, { resourceSpans: 'repeated ResourceSpans' }),
    ResourceSpans: message(RESOURCE_SPANS, {
      resource: 'Resource',
      scopeSpans: 'repeated ScopeSpans',
      schemaUrl: 'string',
    }),
    Resource: message(RESOURCE, { attributes: 'repeated KeyValue', droppedAttributesCount: 'uint32' }),
    ScopeSpans: message(SCOPE_SPANS, { scope: 'Scope', spans: 'repeated Span', schemaUrl: 'string' }),
    Scope: message(SCOPE, {
      name: 'string',
      version: 'string',
      attributes: 'repeated KeyValue',
      droppedAttributesCount: 'uint32',
    }),
    Span: message(SPAN, {
      traceId: 'bytes',
      spanId: 'bytes',
      traceState: 'string',
      parentSpanId: 'bytes',
      flags: 'fixed32',
      name: 'string',
      kind: 'int32',
      startTimeUnixNano: 'fixed64',
      endTimeUnixNano: 'fixed64',
      attributes: 'repeated KeyValue',
      droppedAttributesCount: 'uint32',
      events: 'repeated Event',
      droppedEventsCount: 'uint32',
      links: 'repeated Link',
      droppedLinksCount: 'uint32',
      status: 'Status',
    }),
    Event: message(EVENT, {
      timeUnixNano: 'fixed64',
      name: 'string',
      attributes: 'repeated KeyValue',
      droppedAttributesCount: 'uint32',
    }),
    Link: message(LINK, {
      traceId: 'bytes',
      spanId: 'bytes',
      traceState: 'string',
      attributes: 'repeated KeyValue',
      droppedAttributesCount: 'uint32',
      flags: 'fixed32',
    }),
    Status: message(STATUS, { message: 'string', code: 'int32' }),
    KeyValue: message(KEY_VALUE, { key: 'string', value: 'AnyValue' }),
    AnyValue: message(ANY_VALUE, {
      stringValue: 'string',
      // Its `bool` looks at 32 bits only, where any bit set means true.
      boolValue: 'int64',
      intValue: 'int64',
      doubleValue: 'double',
      arrayValue: 'ArrayValue',
      kvlistValue: 'KeyValueList',
      bytesValue: 'bytes',
    }),
    ArrayValue: message(LIST, { values: 'repeated AnyValue' }),
    KeyValueList: message(LIST, { values: 'repeated KeyValue' }),
  },
});

const Request = root.lookupType('Request');

/** A message as protobufjs decodes it. */
export type OracleMessage = { readonly [field: string]: unknown };

/** Encodes a request given in protobufjs's terms: the second opinion on our reader. */
export function oracleEncode(request: object): Uint8Array {
  return Request.encode(Request.fromObject(request)).finish();
}

/**
 * Decoded twice: of its two readers only the one for plain arrays refuses a text that is longer than what is left, and
 * only the one for buffers turns invalid UTF-8 into U+FFFD.
 *
 * @throws if protobufjs cannot read it.
 */
export function oracleDecode(bytes: Uint8Array): OracleMessage {
  Request.decode(new Uint8Array(bytes));
  return Request.decode(Buffer.from(bytes)) as unknown as OracleMessage;
}
