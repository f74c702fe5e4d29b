import type { HrTime, Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { isOwnSpan } from '../../otel/span/own-span.ts';
import { attributesJson, recordJson } from './json-attributes.ts';
import { contextFlags } from './span-flags.ts';
import { enumOf, linksOf, textOf } from './untyped-fields.ts';

const NANOS_PER_SECOND = 1_000_000_000;

/** A span in OTLP/JSON. Ids are hex digits, times decimal texts of nanoseconds. @throws TooLargeError */
export function spanJson(span: ReadableSpan): string {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const { parentSpanContext: parent, status } = span;
  let json = `{"traceId":"${traceId}","spanId":"${spanId}"`;
  if (parent?.spanId) json += `,"parentSpanId":"${parent.spanId}"`;
  if (traceState !== undefined) json += `,"traceState":${JSON.stringify(traceState.serialize())}`;
  json += `,"name":${JSON.stringify(textOf(span.name))},"kind":${enumOf(span.kind) + 1}`;
  json += `,"startTimeUnixNano":"${nanosText(span.startTime)}","endTimeUnixNano":"${nanosText(span.endTime)}"`;
  const attributes = isOwnSpan(span)
    ? attributesJson(span.attributeNames, span.attributeValues)
    : recordJson(span.attributes);
  json += `,"attributes":${attributes},"droppedAttributesCount":${span.droppedAttributesCount}`;
  json += `,"events":[${span.events.length === 0 ? '' : span.events.map(eventJson).join()}]`;
  json += `,"droppedEventsCount":${span.droppedEventsCount},"status":{"code":${enumOf(status.code)}`;
  if (status.message !== undefined) json += `,"message":${JSON.stringify(status.message)}`;
  json += `},"links":[${span.links.length === 0 ? '' : linksOf(span).map(linkJson).join()}]`;
  json += `,"droppedLinksCount":${span.droppedLinksCount},"flags":${contextFlags(traceFlags, parent?.isRemote)}}`;
  return json;
}

function eventJson({ name, time, attributes, droppedAttributesCount }: TimedEvent): string {
  const start = `{"timeUnixNano":"${nanosText(time)}","droppedAttributesCount":${droppedAttributesCount || 0}`;
  return `${start},"name":${JSON.stringify(textOf(name))},"attributes":${recordJson(attributes ?? {})}}`;
}

function linkJson({ context, attributes, droppedAttributesCount }: Link): string {
  // Those of a link are whatever the app gave.
  const { traceId, spanId, traceState } = context;
  const flags = contextFlags(context.traceFlags, context.isRemote);
  const fields = JSON.stringify({ traceId, spanId, traceState: traceState?.serialize(), flags }).slice(0, -1);
  return `${fields},"droppedAttributesCount":${droppedAttributesCount || 0},"attributes":${recordJson(attributes ?? {})}}`;
}

/** Nanoseconds since the Unix epoch, which no number holds exactly. */
function nanosText([seconds, nanos]: HrTime): string {
  const isUsual = seconds > 0 && Number.isInteger(seconds) && nanos >= 0 && nanos < NANOS_PER_SECOND;
  // Behind a 1 the digits of the nanoseconds keep their leading zeros.
  if (isUsual) return `${seconds}${String(NANOS_PER_SECOND + Math.trunc(nanos)).slice(1)}`;
  return String(BigInt(Math.trunc(seconds)) * BigInt(NANOS_PER_SECOND) + BigInt(Math.trunc(nanos)));
}
