import {
  createTraceState,
  type HrTime,
  type Link,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';

const hexDigit = fc.constantFrom(...'0123456789abcdef');
const id = (digits: number) => fc.string({ unit: hexDigit, minLength: digits, maxLength: digits });
/** Halves of surrogate pairs, control characters and everything that has to be escaped included. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\u0000', '\u001f', '\u007f', '漢', '😀', 'a'), maxLength: 900 }),
  fc.string({ unit: fc.constantFrom('\ud83d', '\ude00', 'a'), maxLength: 900 }),
  fc.constant('x"\\😀'.repeat(5_000)),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 2 ** 53, -(2 ** 63), 2 ** 63, 1e21, 0.1));
const value = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.array(fc.oneof(text, fc.constant(null)), { maxLength: 4 }),
  fc.array(number, { maxLength: 4 }),
  fc.uint8Array({ maxLength: 5 }),
  fc.constant({ nested: { deeper: ['x', { y: 1 }] } }),
  fc.constant(undefined),
);
const attributes = fc.dictionary(fc.oneof(fc.constantFrom('gen_ai.input.messages', 'a'), text), value, {
  maxKeys: 6,
  noNullPrototype: true,
});
const time: fc.Arbitrary<HrTime> = fc.tuple(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff_ffff })),
  fc.oneof(fc.constantFrom(0, 1, 999_999_999, 0.5), fc.integer({ min: 0, max: 999_999_999 })),
);
const traceState = fc.constantFrom(undefined, createTraceState(), createTraceState('a=1,b=2'));
const flags = fc.constantFrom(0, 1, 0xff);
const isRemote = fc.constantFrom(undefined, true, false);
const dropped = fc.constantFrom(0, 3, 300);

const context: fc.Arbitrary<SpanContext> = fc
  .record({ traceId: id(32), spanId: id(16), traceFlags: flags, traceState, isRemote })
  .map((fields) => given(fields) as SpanContext);
const event = fc
  .record({ name: text, time, attributes: fc.option(attributes, { nil: undefined }), droppedAttributesCount: dropped })
  .map((fields) => given(fields) as TimedEvent);
const link = fc
  .record({ context, attributes: fc.option(attributes, { nil: undefined }), droppedAttributesCount: dropped })
  .map((fields) => given(fields) as Link);

const RESOURCES = [
  resourceFromAttributes({ 'service.name': 'shop "north"' }, { schemaUrl: 'https://example.com/1' }),
  resourceFromAttributes({}),
];
const SCOPES = [{ name: 'one', version: '1.0' }, { name: 'one', schemaUrl: 'https://example.com/"2"' }, { name: '' }];

/** Spans such as the SDK makes and such as it never would, of several resources and scopes. */
export const anySpans: fc.Arbitrary<readonly ReadableSpan[]> = fc.array(
  fc
    .record({
      own: context,
      name: text,
      kind: fc.constantFrom(...Object.values(SpanKind).filter((kind) => typeof kind === 'number')),
      parentSpanContext: fc.option(context, { nil: undefined }),
      startTime: time,
      endTime: time,
      attributes,
      events: fc.array(event, { maxLength: 2 }),
      links: fc.array(link, { maxLength: 2 }),
      status: fc.record({
        code: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR),
        message: fc.constantFrom(undefined, '', 'failed: "x"'),
      }),
      droppedAttributesCount: dropped,
      droppedEventsCount: dropped,
      droppedLinksCount: dropped,
      resource: fc.constantFrom(...RESOURCES),
      instrumentationScope: fc.constantFrom(...SCOPES),
    })
    .map(({ own, ...fields }) => ({ ...fields, spanContext: () => own }) as unknown as ReadableSpan),
  { maxLength: 5 },
);

/** Without what is undefined. */
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
