import type { HrTime, Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { writeJsonAttributes } from './json-attributes.ts';
import type { JsonWriter } from './json-writer.ts';
import { contextFlags } from './span-flags.ts';

const NANOS_PER_SECOND = 1_000_000_000;

/** A span in OTLP/JSON. Ids are hex digits, times decimal texts of nanoseconds. */
export function writeJsonSpan(out: JsonWriter, span: ReadableSpan): void {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const parent = span.parentSpanContext;
  out.raw(`{"traceId":"${traceId}","spanId":"${spanId}"`);
  if (parent?.spanId) out.raw(`,"parentSpanId":"${parent.spanId}"`);
  if (traceState !== undefined) writeText(out, ',"traceState":', traceState.serialize());
  writeText(out, ',"name":', span.name);
  out.raw(
    `,"kind":${span.kind + 1},"startTimeUnixNano":"${nanosText(span.startTime)}","endTimeUnixNano":"${nanosText(span.endTime)}","attributes":`,
  );
  writeJsonAttributes(out, span.attributes);
  out.raw(`,"droppedAttributesCount":${span.droppedAttributesCount},"events":[`);
  writeList(out, span.events, writeEvent);
  out.raw(`],"droppedEventsCount":${span.droppedEventsCount},"status":{"code":${span.status.code}`);
  if (span.status.message !== undefined) writeText(out, ',"message":', span.status.message);
  out.raw('},"links":[');
  writeList(out, span.links, writeLink);
  out.raw(`],"droppedLinksCount":${span.droppedLinksCount},"flags":${contextFlags(traceFlags, parent?.isRemote)}}`);
}

function writeEvent(out: JsonWriter, { name, time, attributes, droppedAttributesCount }: TimedEvent): void {
  out.raw('{"attributes":');
  writeJsonAttributes(out, attributes ?? {});
  writeText(out, ',"name":', name);
  out.raw(`,"timeUnixNano":"${nanosText(time)}","droppedAttributesCount":${droppedAttributesCount || 0}}`);
}

function writeLink(out: JsonWriter, { context, attributes, droppedAttributesCount }: Link): void {
  out.raw('{"attributes":');
  writeJsonAttributes(out, attributes ?? {});
  // Those of a link are whatever the app gave.
  writeText(out, ',"spanId":', context.spanId);
  writeText(out, ',"traceId":', context.traceId);
  if (context.traceState !== undefined) writeText(out, ',"traceState":', context.traceState.serialize());
  const flags = contextFlags(context.traceFlags, context.isRemote);
  out.raw(`,"droppedAttributesCount":${droppedAttributesCount || 0},"flags":${flags}}`);
}

function writeText(out: JsonWriter, before: string, value: string): void {
  out.raw(before);
  // Callers without types may have named a span anything.
  if (typeof value === 'string') out.text(value);
  else out.raw(JSON.stringify(value) ?? 'null');
}

function writeList<T>(out: JsonWriter, items: readonly T[], write: (out: JsonWriter, item: T) => void): void {
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.raw(',');
    write(out, items[i] as T);
  }
}

/** Nanoseconds since the Unix epoch, which no number holds exactly. */
function nanosText([seconds, nanos]: HrTime): string {
  const isUsual = seconds > 0 && Number.isInteger(seconds) && nanos >= 0 && nanos < NANOS_PER_SECOND;
  // Behind a 1 the digits of the nanoseconds keep their leading zeros.
  if (isUsual) return `${seconds}${String(NANOS_PER_SECOND + Math.trunc(nanos)).slice(1)}`;
  return String(BigInt(Math.trunc(seconds)) * BigInt(NANOS_PER_SECOND) + BigInt(Math.trunc(nanos)));
}
