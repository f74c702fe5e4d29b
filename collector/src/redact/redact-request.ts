import { TRACEWRIGHT } from '@tracewright/schema';
import {
  ANY_VALUE,
  EVENT,
  KEY_VALUE,
  LINK,
  LOG_RECORD,
  REQUEST,
  RESOURCE,
  RESOURCE_SPANS,
  SCOPE,
  SCOPE_SPANS,
  SPAN,
  STATUS,
} from '../otlp/otlp-tags.ts';
import { WireReader } from '../otlp/wire-reader.ts';
import { WireWriter } from '../otlp/wire-writer.ts';
import { redactAttribute, redactNextText, redactNextValue } from './redact-value.ts';
import type { Redactor } from './redactor.ts';
import { WireEdits } from './wire-edits.ts';
import { inMessage, type WireWalk } from './wire-walk.ts';

/** What is looked into in a message, by the tags of its fields; the others stay as they were sent. */
interface Shape {
  readonly messages?: ReadonlyMap<number, Shape>;
  readonly attributes?: number;
  /** A text or a value that has no key, and the one that rules know it by. */
  readonly text?: readonly [tag: number, key: string];
  readonly value?: readonly [tag: number, key: string];
  /** Whether it says how much was hidden in it. */
  readonly isCounted?: boolean;
}

const STATUS_SHAPE: Shape = { text: [STATUS.message, 'status.message'] };

/** An OTLP `Span`. */
const SPAN_SHAPE: Shape = {
  attributes: SPAN.attributes,
  text: [SPAN.name, 'span.name'],
  messages: new Map<number, Shape>([
    [SPAN.events, { attributes: EVENT.attributes, text: [EVENT.name, 'event.name'] }],
    [SPAN.links, { attributes: LINK.attributes }],
    [SPAN.status, STATUS_SHAPE],
  ]),
  isCounted: true,
};

const LOG_SHAPE: Shape = {
  attributes: LOG_RECORD.attributes,
  value: [LOG_RECORD.body, 'log.body'],
  isCounted: true,
};

/** Requests of traces and of logs have the same fields down to what they are about. */
function requestOf(record: Shape): Shape {
  const scoped: Shape = {
    messages: new Map<number, Shape>([
      [SCOPE_SPANS.scope, { attributes: SCOPE.attributes }],
      [SCOPE_SPANS.spans, record],
    ]),
  };
  const group: Shape = {
    messages: new Map<number, Shape>([
      [RESOURCE_SPANS.resource, { attributes: RESOURCE.attributes }],
      [RESOURCE_SPANS.scopeSpans, scoped],
    ]),
  };
  return { messages: new Map([[REQUEST.resourceSpans, group]]) };
}

/** What bytes are. */
export type RedactedKind = 'traces' | 'logs' | 'span';

const SHAPES: Readonly<Record<RedactedKind, Shape>> = {
  traces: requestOf(SPAN_SHAPE),
  logs: requestOf(LOG_SHAPE),
  span: SPAN_SHAPE,
};

/**
 * Hides what rules say in a request of traces or logs in protobuf, or in one span: in the attributes of resources, scopes,
 * spans, events and links, in names and statuses of spans, in names of their
 * events, and in bodies of logs. Bytes and fields that OTLP does not
 * have stay unread. Each span and log record says in `tracewright.redacted` how many parts of it were hidden.
 *
 * @returns the same bytes where there was nothing to hide, others in memory of their own where there was
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed.
 */
export function redactRequest(body: Uint8Array, kind: RedactedKind, redactor: Redactor): Uint8Array {
  const reader = new WireReader(body);
  const edits = new WireEdits(reader.bytes);
  const walk = { reader, edits, redactor };
  redactor.within(body.byteLength, () => fields(walk, SHAPES[kind], body.byteLength));
  const changed = edits.apply();
  return changed === reader.bytes ? body : changed;
}

function fields(walk: WireWalk, shape: Shape, end: number): void {
  const { reader, edits, redactor } = walk;
  const before = redactor.count;
  while (reader.hasMore()) {
    const at = reader.offset;
    const tag = reader.tag();
    const message = shape.messages?.get(tag);
    if (message !== undefined) inMessage(walk, (_, last) => fields(walk, message, last));
    else if (tag === shape.attributes) redactAttribute(walk, at);
    else if (tag === shape.text?.[0]) redactNextText(walk, shape.text[1]);
    else if (tag === shape.value?.[0]) redactNextValue(walk, shape.value[1]);
    else reader.skipUnknown(tag, 0);
  }
  if (shape.isCounted && redactor.count > before) edits.splice(end, end, counted(shape, redactor.count - before));
}

/** The attribute that says how many parts were hidden. */
function counted({ attributes = 0 }: Shape, count: number): Uint8Array {
  const writer = new WireWriter(64);
  const attribute = writer.begin(attributes);
  writer.text(KEY_VALUE.key, TRACEWRIGHT.redacted);
  const value = writer.begin(KEY_VALUE.value);
  writer.varint(ANY_VALUE.intValue);
  writer.varint(count);
  writer.end(value);
  writer.end(attribute);
  return writer.finish();
}
