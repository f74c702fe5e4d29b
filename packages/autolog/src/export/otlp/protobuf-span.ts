import type { HrTime, Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { isOwnSpan } from '../../otel/span/own-span.ts';
import { writeProtobufAttributes, writeProtobufRecord } from './protobuf-attributes.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';
import { contextFlags } from './span-flags.ts';
import { enumOf, linksOf, textOf } from './untyped-fields.ts';

/** A span as OTLP's message `Span`, without its tag. Fields are written last first. */
export function writeProtobufSpan(out: ProtobufWriter, span: ReadableSpan): void {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const parent = span.parentSpanContext;
  out.fixed32(16, contextFlags(traceFlags, parent?.isRemote));
  writeStatus(out, span);
  out.integer(14, span.droppedLinksCount);
  for (const link of linksOf(span).toReversed()) writeLink(out, link);
  out.integer(12, span.droppedEventsCount);
  for (const event of span.events.toReversed()) writeEvent(out, event);
  out.integer(10, span.droppedAttributesCount);
  if (isOwnSpan(span)) writeProtobufAttributes(out, 9, span.attributeNames, span.attributeValues);
  else writeProtobufRecord(out, 9, span.attributes);
  out.fixed64(8, nanos(span.endTime));
  out.fixed64(7, nanos(span.startTime));
  out.integer(6, enumOf(span.kind) + 1);
  out.text(5, textOf(span.name));
  if (parent?.spanId) out.id(4, parent.spanId);
  writeState(out, traceState);
  out.id(2, spanId);
  out.id(1, traceId);
}

function writeStatus(out: ProtobufWriter, { status }: ReadableSpan): void {
  const before = out.sizeBytes;
  out.integer(3, enumOf(status.code));
  if (status.message) out.text(2, status.message);
  out.message(15, before);
}

function writeEvent(out: ProtobufWriter, { name, time, attributes, droppedAttributesCount }: TimedEvent): void {
  const before = out.sizeBytes;
  out.integer(4, droppedAttributesCount || 0);
  writeProtobufRecord(out, 3, attributes ?? {});
  out.text(2, textOf(name));
  out.fixed64(1, nanos(time));
  out.message(11, before);
}

function writeLink(out: ProtobufWriter, { context, attributes, droppedAttributesCount }: Link): void {
  const before = out.sizeBytes;
  out.fixed32(6, contextFlags(context.traceFlags, context.isRemote));
  out.integer(5, droppedAttributesCount || 0);
  writeProtobufRecord(out, 4, attributes ?? {});
  writeState(out, context.traceState);
  out.id(2, context.spanId);
  out.id(1, context.traceId);
  out.message(13, before);
}

function writeState(out: ProtobufWriter, state: { serialize(): string } | undefined): void {
  const text = state?.serialize();
  if (text) out.text(3, text);
}

/** Nanoseconds since the Unix epoch. */
function nanos([seconds, nanoseconds]: HrTime): bigint {
  return BigInt.asUintN(64, BigInt(Math.trunc(seconds)) * 1_000_000_000n + BigInt(Math.trunc(nanoseconds)));
}
