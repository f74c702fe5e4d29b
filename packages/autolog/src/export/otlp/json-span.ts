import type { HrTime, Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { writeJsonAttributes } from './json-attributes.ts';
import type { JsonWriter } from './json-writer.ts';
import { contextFlags } from './span-flags.ts';
import { enumOf, linksOf, textOf } from './untyped-fields.ts';

const NANOS_PER_SECOND = 1_000_000_000;

const TRACE_ID = Buffer.from('{"traceId":"');
const SPAN_ID = Buffer.from('","spanId":"');
const PARENT_SPAN_ID = Buffer.from('","parentSpanId":"');
const NAME = Buffer.from('","name":');
const KIND = Buffer.from(',"kind":');
const START = Buffer.from(',"startTimeUnixNano":"');
const END = Buffer.from('","endTimeUnixNano":"');
const ATTRIBUTES = Buffer.from('","attributes":');
const DROPPED_ATTRIBUTES = Buffer.from(',"droppedAttributesCount":');
const EVENTS = Buffer.from(',"events":[');
const DROPPED_EVENTS = Buffer.from('],"droppedEventsCount":');
const STATUS = Buffer.from(',"status":{"code":');
const LINKS = Buffer.from('},"links":[');
const DROPPED_LINKS = Buffer.from('],"droppedLinksCount":');
const FLAGS = Buffer.from(',"flags":');

/** A span in OTLP/JSON. Ids are hex digits, times decimal texts of nanoseconds. */
export function writeJsonSpan(out: JsonWriter, span: ReadableSpan): void {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const parent = span.parentSpanContext;
  writeAscii(out, TRACE_ID, traceId);
  writeAscii(out, SPAN_ID, spanId);
  if (parent?.spanId) writeAscii(out, PARENT_SPAN_ID, parent.spanId);
  if (traceState !== undefined) out.json(`","traceState":${JSON.stringify(traceState.serialize()).slice(0, -1)}`);
  out.raw(NAME);
  out.text(textOf(span.name));
  writeAscii(out, KIND, String(enumOf(span.kind) + 1));
  writeAscii(out, START, nanosText(span.startTime));
  writeAscii(out, END, nanosText(span.endTime));
  out.raw(ATTRIBUTES);
  writeJsonAttributes(out, span.attributes);
  writeAscii(out, DROPPED_ATTRIBUTES, String(span.droppedAttributesCount));
  out.raw(EVENTS);
  writeList(out, span.events, writeEvent);
  writeAscii(out, DROPPED_EVENTS, String(span.droppedEventsCount));
  writeAscii(out, STATUS, String(enumOf(span.status.code)));
  if (span.status.message !== undefined) out.json(`,"message":${JSON.stringify(span.status.message)}`);
  out.raw(LINKS);
  writeList(out, linksOf(span), writeLink);
  writeAscii(out, DROPPED_LINKS, String(span.droppedLinksCount));
  writeAscii(out, FLAGS, String(contextFlags(traceFlags, parent?.isRemote)));
  out.ascii('}');
}

function writeEvent(out: JsonWriter, { name, time, attributes, droppedAttributesCount }: TimedEvent): void {
  out.json(`{"timeUnixNano":"${nanosText(time)}","droppedAttributesCount":${droppedAttributesCount || 0},"name":`);
  out.text(textOf(name));
  out.json(',"attributes":');
  writeJsonAttributes(out, attributes ?? {});
  out.ascii('}');
}

function writeLink(out: JsonWriter, { context, attributes, droppedAttributesCount }: Link): void {
  // Those of a link are whatever the app gave.
  const { traceId, spanId, traceState } = context;
  const flags = contextFlags(context.traceFlags, context.isRemote);
  const fields = { traceId, spanId, traceState: traceState?.serialize(), flags };
  out.json(
    `${JSON.stringify(fields).slice(0, -1)},"droppedAttributesCount":${droppedAttributesCount || 0},"attributes":`,
  );
  writeJsonAttributes(out, attributes ?? {});
  out.ascii('}');
}

function writeAscii(out: JsonWriter, before: Uint8Array, value: string): void {
  out.raw(before);
  out.ascii(value);
}

function writeList<T>(out: JsonWriter, items: readonly T[], write: (out: JsonWriter, item: T) => void): void {
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.ascii(',');
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
