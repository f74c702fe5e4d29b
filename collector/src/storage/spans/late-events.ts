import { SPAN } from '../../otlp/otlp-tags.ts';
import { WireWriter } from '../../otlp/wire-writer.ts';
import type { StoredSpan } from './span-store.ts';

/** A span together with events that were sent apart from it. */
export function withLateEvents(span: StoredSpan, events: readonly Uint8Array[]): StoredSpan {
  if (events.length === 0) return span;
  return { ...span, record: { ...span.record, payload: payloadWithEvents(span.record.payload, events) } };
}

/**
 * The payload of a span with more events: to protobuf, more of a repeated field is more bytes. Those that stand there
 * already are left out: a span that was copied from another store has them.
 */
export function payloadWithEvents(payload: Uint8Array, events: readonly Uint8Array[]): Uint8Array {
  if (events.length === 0) return payload;
  const writer = new WireWriter(events.reduce((bytes, event) => bytes + event.byteLength + 8, 0));
  const there = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  for (const event of events) {
    const before = writer.length;
    writer.bytes(SPAN.events, event);
    const { buffer, byteOffset, byteLength } = writer.finish().subarray(before);
    if (there.includes(Buffer.from(buffer, byteOffset, byteLength))) writer.cutTo(before);
  }
  const late = writer.finish();
  const whole = new Uint8Array(payload.byteLength + late.byteLength);
  whole.set(payload);
  whole.set(late, payload.byteLength);
  return whole;
}
