import type { TraceRoute } from '@tracewright/schema';
import { ANY_VALUE, EVENT, KEY_VALUE, LINK, LIST, RESOURCE, SCOPE, SPAN, STATUS } from '../otlp/otlp-tags.ts';
import { WireReader } from '../otlp/wire-reader.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';

type Json = Record<string, unknown>;

/** How a field of a message is read, and whether it may stand there several times. */
interface FieldForm {
  readonly name: string;
  readonly read: (reader: WireReader) => unknown;
  readonly isRepeated?: true;
}

/** A message by the tags of its fields. */
interface MessageForm {
  readonly fields: Readonly<Record<number, FieldForm>>;
  readonly firstField?: number;
  readonly lastField: number;
}

const text = (reader: WireReader): string => reader.text();
const hex = (reader: WireReader): string => reader.hex();
const uint32 = (reader: WireReader): number => reader.varint32();
const fixed32 = (reader: WireReader): number => reader.fixed32();
const time = (reader: WireReader): string => reader.fixed64().toString();

const anyValue: MessageForm = {
  lastField: ANY_VALUE.lastField,
  fields: {
    [ANY_VALUE.stringValue]: { name: 'stringValue', read: text },
    [ANY_VALUE.boolValue]: { name: 'boolValue', read: (reader) => reader.bool() },
    [ANY_VALUE.intValue]: { name: 'intValue', read: (reader) => String(reader.int64()) },
    [ANY_VALUE.doubleValue]: { name: 'doubleValue', read: readDouble },
    [ANY_VALUE.arrayValue]: {
      name: 'arrayValue',
      read: (reader) =>
        readNested(
          reader,
          list(() => anyValue),
        ),
    },
    [ANY_VALUE.kvlistValue]: {
      name: 'kvlistValue',
      read: (reader) =>
        readNested(
          reader,
          list(() => keyValue),
        ),
    },
    [ANY_VALUE.bytesValue]: { name: 'bytesValue', read: (reader) => reader.base64() },
  },
};

const keyValue: MessageForm = {
  lastField: KEY_VALUE.lastField,
  fields: {
    [KEY_VALUE.key]: { name: 'key', read: text },
    [KEY_VALUE.value]: { name: 'value', read: (reader) => readNested(reader, anyValue) },
  },
};

const attributes = {
  name: 'attributes',
  read: (reader: WireReader) => readNested(reader, keyValue),
  isRepeated: true,
} as const;
const dropped = (what: string): FieldForm => ({ name: `dropped${what}Count`, read: uint32 });

const event: MessageForm = {
  lastField: EVENT.lastField,
  fields: {
    [EVENT.timeUnixNano]: { name: 'timeUnixNano', read: time },
    [EVENT.name]: { name: 'name', read: text },
    [EVENT.attributes]: attributes,
    [EVENT.droppedAttributesCount]: dropped('Attributes'),
  },
};

const link: MessageForm = {
  lastField: LINK.lastField,
  fields: {
    [LINK.traceId]: { name: 'traceId', read: hex },
    [LINK.spanId]: { name: 'spanId', read: hex },
    [LINK.traceState]: { name: 'traceState', read: text },
    [LINK.attributes]: attributes,
    [LINK.droppedAttributesCount]: dropped('Attributes'),
    [LINK.flags]: { name: 'flags', read: fixed32 },
  },
};

const status: MessageForm = {
  firstField: STATUS.firstField,
  lastField: STATUS.lastField,
  fields: {
    [STATUS.message]: { name: 'message', read: text },
    [STATUS.code]: { name: 'code', read: uint32 },
  },
};

const span: MessageForm = {
  lastField: SPAN.lastField,
  fields: {
    [SPAN.traceId]: { name: 'traceId', read: hex },
    [SPAN.spanId]: { name: 'spanId', read: hex },
    [SPAN.traceState]: { name: 'traceState', read: text },
    [SPAN.parentSpanId]: { name: 'parentSpanId', read: hex },
    [SPAN.name]: { name: 'name', read: text },
    [SPAN.kind]: { name: 'kind', read: uint32 },
    [SPAN.startTimeUnixNano]: { name: 'startTimeUnixNano', read: time },
    [SPAN.endTimeUnixNano]: { name: 'endTimeUnixNano', read: time },
    [SPAN.attributes]: attributes,
    [SPAN.droppedAttributesCount]: dropped('Attributes'),
    [SPAN.events]: { name: 'events', read: (reader) => readNested(reader, event), isRepeated: true },
    [SPAN.droppedEventsCount]: dropped('Events'),
    [SPAN.links]: { name: 'links', read: (reader) => readNested(reader, link), isRepeated: true },
    [SPAN.droppedLinksCount]: dropped('Links'),
    [SPAN.status]: { name: 'status', read: (reader) => readNested(reader, status) },
    [SPAN.flags]: { name: 'flags', read: fixed32 },
  },
};

const resource: MessageForm = {
  lastField: RESOURCE.lastField,
  fields: { [RESOURCE.attributes]: attributes, [RESOURCE.droppedAttributesCount]: dropped('Attributes') },
};

const scope: MessageForm = {
  lastField: SCOPE.lastField,
  fields: {
    [SCOPE.name]: { name: 'name', read: text },
    [SCOPE.version]: { name: 'version', read: text },
    [SCOPE.attributes]: attributes,
    [SCOPE.droppedAttributesCount]: dropped('Attributes'),
  },
};

/**
 * Writes spans as one OTLP request in JSON, as they were sent: whoever takes it stores the same spans again. Fields
 * that OTLP does not have are left out, but for `tracewright`, where the route of the spans stands if there is one.
 */
export function otlpJson(spans: readonly StoredSpan[], route?: TraceRoute): string {
  const byResource = Map.groupBy(spans, (each) => keyOf(each.resource));
  const resourceSpans = [...byResource.values()].map((ofResource) => ({
    resource: decode(ofResource[0]!.resource, resource),
    scopeSpans: [...Map.groupBy(ofResource, (each) => keyOf(each.scope)).values()].map((ofScope) => ({
      scope: decode(ofScope[0]!.scope, scope),
      spans: ofScope.map(({ record }) => decode(record.payload, span)),
    })),
  }));
  return JSON.stringify({ resourceSpans, tracewright: route });
}

/** A span in OTLP's JSON, as far as its shape matters to others. */
export interface SpanJson {
  readonly parentSpanId?: string;
  readonly attributes?: readonly { readonly key: string; readonly value?: object }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly [field: string]: unknown;
}

/** The OTLP protobuf `Span` that these bytes are, in OTLP's JSON: ids in hex, times as decimal texts. */
export function spanJson(payload: Uint8Array): SpanJson {
  return decode(payload, span);
}

function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function decode(bytes: Uint8Array, form: MessageForm): Json {
  return readMessage(new WireReader(bytes), form);
}

function readNested(reader: WireReader, form: MessageForm): Json {
  const outer = reader.enter();
  const message = readMessage(reader, form);
  reader.leave(outer);
  return message;
}

function readMessage(reader: WireReader, { fields, firstField = 1, lastField }: MessageForm): Json {
  const message: Json = {};
  while (reader.hasMore()) {
    const tag = reader.tag();
    const field = fields[tag];
    if (field === undefined) reader.skipUnknown(tag, lastField, firstField);
    else if (field.isRepeated) {
      const known = message[field.name] as unknown[] | undefined;
      if (known === undefined) message[field.name] = [field.read(reader)];
      else known.push(field.read(reader));
    } else message[field.name] = field.read(reader);
  }
  return message;
}

function list(item: () => MessageForm): MessageForm {
  const read = (reader: WireReader): Json => readNested(reader, item());
  return { lastField: LIST.lastField, fields: { [LIST.values]: { name: 'values', read, isRepeated: true } } };
}

/** As protobuf's JSON has the numbers that JSON lacks. */
function readDouble(reader: WireReader): number | string {
  const value = reader.double();
  return Number.isFinite(value) ? value : String(value);
}
