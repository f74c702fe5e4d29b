import { attributeRecord } from '../attributes.ts';
import { droppedCount } from '../dropped-count.ts';
import type { OtlpRequest } from '../otlp-request.ts';
import type { OracleMessage } from './oracle.ts';

/** A request as plain data in which equal requests are equal, whoever decoded them. */
export type PlainRequest = readonly unknown[];

/** From our reader. */
export function plainFromOurs({ resourceSpans }: OtlpRequest): PlainRequest {
  return resourceSpans.map(({ resource, scopeSpans }) => ({
    resource: attributeRecord(resource.attributes),
    scopeSpans: scopeSpans.map(({ scope, spans }) => ({
      scope: [scope.name, scope.version, attributeRecord(scope.attributes)],
      spans: spans.map((span) => ({
        ids: [span.traceId, span.spanId, span.parentSpanId],
        names: [span.traceState, span.name, span.statusMessage],
        codes: [span.kind, span.statusCode],
        times: [String(span.startNs), String(span.endNs)],
        dropped: droppedCount(span.payload),
        attributes: attributeRecord(span.attributes),
        events: span.events.map((event) => [event.name, String(event.timeNs), attributeRecord(event.attributes)]),
        links: span.links.map((link) => [link.traceId, link.spanId, attributeRecord(link.attributes)]),
      })),
    })),
  }));
}

/** From protobufjs. */
export function plainFromOracle(request: OracleMessage): PlainRequest {
  return list(request.resourceSpans).map((resourceSpans) => ({
    resource: attributes(child(resourceSpans, 'resource')),
    scopeSpans: list(resourceSpans.scopeSpans).map((scopeSpans) => {
      const scope = child(scopeSpans, 'scope');
      return {
        scope: [scope.name ?? '', scope.version ?? '', attributes(scope)],
        spans: list(scopeSpans.spans).map(plainSpan),
      };
    }),
  }));
}

function plainSpan(span: OracleMessage): unknown {
  const status = child(span, 'status');
  return {
    ids: [hex(span.traceId), hex(span.spanId), hex(span.parentSpanId)],
    names: [span.traceState ?? '', span.name ?? '', status.message ?? ''],
    codes: [int32(span.kind), int32(status.code)],
    times: [String(span.startTimeUnixNano ?? 0), String(span.endTimeUnixNano ?? 0)],
    dropped: droppedIn(span),
    attributes: attributes(span),
    events: list(span.events).map((event) => [event.name ?? '', String(event.timeUnixNano ?? 0), attributes(event)]),
    links: list(span.links).map((link) => [hex(link.traceId), hex(link.spanId), attributes(link)]),
  };
}

function droppedIn(span: OracleMessage): number {
  const own = [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount];
  const below = [...list(span.events), ...list(span.links)].map((each) => each.droppedAttributesCount);
  return [...own, ...below].reduce<number>((sum, count) => sum + (int32(count) >>> 0), 0);
}

/** The low half of a number of 64 bits. */
function int32(value: unknown): number {
  return Number(BigInt.asIntN(32, BigInt(String(value ?? 0))));
}

function attributes(message: OracleMessage): Record<string, unknown> {
  return record(list(message.attributes));
}

function record(entries: readonly OracleMessage[]): Record<string, unknown> {
  const first = new Map<string, unknown>();
  for (const entry of entries) {
    const key = String(entry.key ?? '');
    if (!first.has(key)) first.set(key, anyValue(child(entry, 'value')));
  }
  return Object.fromEntries(first);
}

function anyValue(value: OracleMessage): unknown {
  const field = Object.keys(value).at(-1);
  if (field === undefined) return null;
  const content = value[field];
  switch (field) {
    case 'intValue':
      return Number.isSafeInteger(Number(content)) ? Number(content) : String(content);
    case 'boolValue':
      return String(content) !== '0';
    case 'doubleValue':
      return Number.isFinite(content) ? content : String(content);
    case 'bytesValue':
      return Buffer.from(content as Uint8Array).toString('base64');
    case 'arrayValue':
      return list((content as OracleMessage).values).map(anyValue);
    case 'kvlistValue':
      return record(list((content as OracleMessage).values));
    default:
      return content;
  }
}

function hex(bytes: unknown): string {
  return Buffer.from((bytes ?? []) as Uint8Array).toString('hex');
}

/** A field of the message itself: protobufjs's prototypes answer with defaults of their own. */
function child(message: OracleMessage, field: string): OracleMessage {
  return Object.hasOwn(message, field) ? own(message[field] as OracleMessage) : {};
}

function list(value: unknown): readonly OracleMessage[] {
  return ((value ?? []) as OracleMessage[]).map(own);
}

function own(message: OracleMessage): OracleMessage {
  return Object.fromEntries(Object.entries(message));
}
