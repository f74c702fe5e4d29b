import {
  type Attributes,
  diag,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OwnSpan } from './own-span.ts';
import { OwnTracer } from './own-tracer.ts';

const RUNS = {
  numRuns: Number(process.env.TRACEWRIGHT_PROPERTY_RUNS ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 60 : 200)),
};
const NOW_MS = Date.UTC(2026, 10, 21);
const LIMITS = { valueLength: 5, attributes: 4, events: 3, links: 2, listedAttributes: 2 };

/** What `performance.now()` says. */
let steadyMs = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(performance, 'now').mockImplementation(() => steadyMs);
  vi.spyOn(diag, 'warn').mockImplementation(() => {});
  vi.spyOn(diag, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

class Ended implements SpanProcessor {
  readonly spans: ReadableSpan[] = [];
  onStart(): void {}
  onEnd(span: ReadableSpan): void {
    this.spans.push(span);
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** What becomes of the same span here and in OpenTelemetry's SDK. */
function both(options: SpanOptions, work: (span: Span) => void): { readonly ours: unknown; readonly theirs: unknown } {
  const [ours, theirs] = [new Ended(), new Ended()];
  const resource = resourceFromAttributes({ app: 'test' });
  const scope = { name: 'test', version: '1' };
  const sampler = { shouldSample: () => ({ decision: 2 }), toString: () => 'all' };
  const own = new OwnTracer({ sampler, processors: [ours] }, { resource, scope, limits: LIMITS, watchers: [ours] });
  const sdk = new BasicTracerProvider({
    resource,
    spanProcessors: [theirs],
    spanLimits: {
      attributeValueLengthLimit: LIMITS.valueLength,
      attributeCountLimit: LIMITS.attributes,
      eventCountLimit: LIMITS.events,
      linkCountLimit: LIMITS.links,
      attributePerEventCountLimit: LIMITS.listedAttributes,
      attributePerLinkCountLimit: LIMITS.listedAttributes,
    },
  }).getTracer(scope.name, scope.version);
  for (const tracer of [own, sdk]) {
    // Both look at the same clocks.
    vi.setSystemTime(NOW_MS);
    steadyMs = 1_000;
    const span = tracer.startSpan('step', options, ROOT_CONTEXT);
    work(span);
    span.end();
  }
  return { ours: ours.spans.map(shown), theirs: theirs.spans.map(shown) };
}

function shown(span: ReadableSpan): unknown {
  const { name, kind, startTime, endTime, duration, status, attributes, events, links, ended } = span;
  const dropped = [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount];
  const { resource, instrumentationScope: scope } = span;
  return {
    ...{ name, kind, startTime, endTime, duration, status, attributes: Object.entries(attributes), ended },
    ...{ events, links, dropped, resource: resource.attributes, scope: [scope.name, scope.version] },
  };
}

const anyName = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f');
const anyValue = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.double(),
  fc.boolean(),
  fc.array(fc.option(fc.string({ maxLength: 8 })), { maxLength: 3 }),
  fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }),
  fc.constantFrom(null, undefined, {}, Symbol('no value'), 1n),
);
const anyAttributes = fc.dictionary(anyName, anyValue, { maxKeys: 6 }) as fc.Arbitrary<Attributes>;
const anyTime = fc.oneof(
  fc.constantFrom(undefined, new Date(NOW_MS + 1_500), 12.5, NOW_MS + 7.25, NOW_MS - 100_000),
  fc.constantFrom([NOW_MS / 1_000, 5] as [number, number], [1, 2] as [number, number]),
);
const anyLink: fc.Arbitrary<Link> = anyAttributes.map((attributes) => ({
  context: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 },
  attributes,
}));
const anyStatus = fc.record({
  code: fc.constantFrom(0, 1, 2),
  message: fc.constantFrom(undefined, 'why', 7 as unknown as string),
});
const anyException = fc.constantFrom(
  ...['', 'text', new TypeError('wrong'), { code: 7, message: 'm' }, { name: 'N', stack: 'at' }, {}, undefined],
);
const anyCall: fc.Arbitrary<(span: Span) => void> = fc.oneof(
  fc.tuple(anyName, anyValue).map(
    ([name, value]) =>
      (span: Span) =>
        void span.setAttribute(name, value as string),
  ),
  anyAttributes.map((attributes) => (span: Span) => void span.setAttributes(attributes)),
  fc.tuple(anyAttributes, anyTime).map(
    ([given, time]) =>
      (span: Span) =>
        void span.addEvent('event', given, time),
  ),
  anyTime.map((time) => (span: Span) => void span.addEvent('event', time)),
  fc.array(anyLink, { maxLength: 3 }).map((links) => (span: Span) => void span.addLinks(links)),
  anyStatus.map((status) => (span: Span) => void span.setStatus(status as { code: number })),
  anyName.map((name) => (span: Span) => void span.updateName(name)),
  fc.tuple(anyException, anyTime).map(
    ([error, time]) =>
      (span: Span) =>
        span.recordException(error as Error, time),
  ),
  anyTime.map((time) => (span: Span) => span.end(time)),
);

test('a span is what it would be in the SDK of OpenTelemetry, whatever it is told', () => {
  fc.assert(
    fc.property(
      fc.record({ attributes: anyAttributes, startTime: anyTime, links: fc.array(anyLink, { maxLength: 3 }) }),
      fc.array(anyCall, { maxLength: 8 }),
      (options, calls) => {
        const { ours, theirs } = both({ ...options, kind: SpanKind.CLIENT } as SpanOptions, (span) => {
          for (const call of calls) call(span);
        });
        expect(ours).toEqual(theirs);
      },
    ),
    RUNS,
  );
});

test('times go on from the start by the steady clock where nobody gave one', () => {
  const { ours, theirs } = both({}, (span) => {
    steadyMs += 1_234.5;
    span.addEvent('later');
    steadyMs += 1;
  });
  expect(ours).toEqual(theirs);
});

test('what an ended span is told is no part of it, and is said once for each', () => {
  const { ours, theirs } = both({}, (span) => {
    span.end();
    span.setAttribute('late', 1).addEvent('late').setStatus({ code: 2 }).updateName('late');
  });
  expect(ours).toEqual(theirs);
  // For each of the two: the four of them, and the second end.
  expect(vi.mocked(diag.warn)).toHaveBeenCalledTimes(2 * 5);
});

/** What a tracer of ours has made. */
function endedSpans(work: (tracer: OwnTracer) => void): ReadableSpan[] {
  const ended = new Ended();
  const sampler = { shouldSample: () => ({ decision: 2 }), toString: () => 'all' };
  const home = { resource: resourceFromAttributes({}), scope: { name: 'test' }, limits: LIMITS, watchers: [ended] };
  work(new OwnTracer({ sampler, processors: [] }, home));
  return ended.spans;
}

test('nothing that an app tells a span throws, and the span is there all the same', () => {
  const fails = (): never => {
    throw new Error('no');
  };
  const broken = new Proxy({}, { get: fails, ownKeys: fails, getPrototypeOf: fails });
  const odd: readonly unknown[] = [undefined, null, 7, Symbol('odd'), Object.create(null), [Symbol('odd')], broken];
  const spans = endedSpans((tracer) => {
    for (const value of odd as readonly never[]) {
      const options = { attributes: value, links: value, startTime: value };
      const span = tracer.startSpan(value, options, ROOT_CONTEXT);
      span.setAttribute(value, value).setAttributes(value).setStatus(value).updateName(value);
      span.addEvent(value, value, value).addLink(value).addLinks(value).addLinks([value]);
      span.recordException(value, value);
      span.recordException({ code: value, message: value });
      span.setAttribute('last', true).end(value);
      span.end(value);
    }
    tracer.startSpan('without options', null as never, null as never).end();
  });
  expect(spans).toHaveLength(odd.length + 1);
  for (const { attributes } of spans.slice(0, -1)) expect(attributes.last).toBe(true);
});

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  new Date(Number.NaN),
  [Number.NaN, 0] as [number, number],
  [-1, 0] as [number, number],
])('a time that is none, such as %s, is as good as not given', (time) => {
  const [span] = endedSpans((tracer) => {
    steadyMs = 1_000;
    vi.setSystemTime(NOW_MS);
    const started = tracer.startSpan('step', { startTime: time }, ROOT_CONTEXT);
    steadyMs = 1_250;
    started.addEvent('event', time);
    started.end(time);
  });
  expect(span?.startTime).toEqual([NOW_MS / 1_000, 0]);
  expect(span?.events[0]?.time).toEqual([NOW_MS / 1_000, 250_000_000]);
  expect(span?.duration).toEqual([0, 250_000_000]);
});

test('texts in lists, events and links count for what a span takes as well', () => {
  const spans = endedSpans((tracer) => {
    tracer.startSpan('list').setAttribute('a', ['12345', '12345']).end();
    tracer.startSpan('event').addEvent('e', { a: '12345' }).end();
    const context = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
    tracer
      .startSpan('link')
      .addLink({ context, attributes: { a: ['12345'] } })
      .end();
    tracer.startSpan('nothing').end();
  });
  // Each item of a list, attribute of an event and event takes something beside its text.
  expect(spans.map((span) => (span as OwnSpan).textUnits)).toEqual([42, 118, 134, 0]);
});

test('ids are hex digits, of their length, and not twice the same', () => {
  const spans = endedSpans((tracer) => {
    // More than one page of random bytes has.
    for (let i = 0; i < 500; i++) tracer.startSpan('step', {}, ROOT_CONTEXT).end();
  });
  const ids = spans.flatMap((span) => [span.spanContext().traceId, span.spanContext().spanId]);
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.every((id, i) => /^[0-9a-f]+$/.test(id) && id.length === (i % 2 === 0 ? 32 : 16))).toBe(true);
});
