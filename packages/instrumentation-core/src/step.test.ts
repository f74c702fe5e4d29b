import { ProxyTracerProvider, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { CONTEXT_KEY } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { type ContentOptions, contentRules } from './content-rules.ts';
import { errorType, type Step, type StepStart, startStep } from './step.ts';

const START: StepStart = { name: 'work', kind: 'task', otelKind: SpanKind.INTERNAL, parent: ROOT_CONTEXT };

function setUp(options: ContentOptions = {}) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer: Tracer = provider.getTracer('test');
  const start = (more: Partial<StepStart> = {}): Step =>
    startStep(tracer, { ...START, ...more }, contentRules(options, {}));
  return { tracer, start, ended: () => exporter.getFinishedSpans() };
}

test('a step ends once, and nothing after its end does anything', () => {
  const { start, ended } = setUp();
  const step = start();
  step.end();
  step.end();
  step.set({ late: true });
  step.content('late.content', 'x');
  step.event('late');
  step.fail(new Error('late'));
  expect(step.isEnded).toBe(true);
  expect(ended()).toHaveLength(1);
  expect(ended()[0]?.attributes).toEqual({ 'tracewright.span.kind': 'task' });
  expect(ended()[0]?.status.code).toBe(SpanStatusCode.UNSET);
  expect(ended()[0]?.events).toEqual([]);
});

test('contexts of a step lose its span with its end, and keep its identity', () => {
  const { start, ended } = setUp();
  const step = start();
  const inner = step.context.setValue(CONTEXT_KEY.trackingRun, 'run');
  expect(trace.getSpan(inner)).toBe(step.span);
  step.end();
  expect(trace.getSpan(inner)?.isRecording()).toBe(false);
  for (const context of [step.context, inner]) {
    expect(trace.getSpan(context)).not.toBe(step.span);
    expect(trace.getSpanContext(context)).toBe(step.span.spanContext());
  }
  start({ parent: inner }).end();
  expect(ended()[1]?.parentSpanContext?.spanId).toBe(step.span.spanContext().spanId);
});

test('a span stays open for attributes that are still to come, and keeps the end that it was given', () => {
  const { start, ended } = setUp();
  const step = start();
  const first = step.postpone();
  const second = step.postpone();
  step.end([4_000_000_000, 5]);
  step.set({ late: true });
  first({ counted: 7 });
  first({ counted: 8 });
  expect(step.isEnded).toBe(true);
  expect(ended()).toHaveLength(0);
  second();
  expect(ended()[0]?.attributes).toEqual({ 'tracewright.span.kind': 'task', counted: 7 });
  expect(ended()[0]?.endTime).toEqual([4_000_000_000, 5]);
});

test('attributes that come before the end do not end the span', () => {
  const { start, ended } = setUp();
  const step = start();
  step.postpone()({ counted: 7 });
  expect(ended()).toHaveLength(0);
  step.set({ more: true });
  step.end();
  expect(ended()[0]?.attributes).toMatchObject({ counted: 7, more: true });
});

test('a step names its nearest ancestor of ours, past spans of others', () => {
  const { tracer, start, ended } = setUp();
  const outer = start();
  const foreign = tracer.startSpan('foreign', {}, outer.context);
  const inner = start({ parent: trace.setSpan(outer.context, foreign) });
  inner.end();
  const { spanId } = outer.span.spanContext();
  expect(ended()[0]?.attributes['tracewright.parent_span_id']).toBe(spanId);
  expect(ended()[0]?.parentSpanContext?.spanId).toBe(foreign.spanContext().spanId);
});

test('a step of another trace is no ancestor', () => {
  const { tracer, start, ended } = setUp();
  const outer = start();
  const otherRoot = tracer.startSpan('other root', { root: true });
  start({ parent: trace.setSpan(outer.context, otherRoot) }).end();
  expect(ended()[0]?.attributes).not.toHaveProperty(['tracewright.parent_span_id']);
});

test("what the context hands down is set at the start, and gives way to the step's own", () => {
  const { start, ended } = setUp();
  const parent = ROOT_CONTEXT.setValue(CONTEXT_KEY.inherited, { 'session.id': 's1', 'user.id': 'u1' }).setValue(
    CONTEXT_KEY.trackingRun,
    'run1',
  );
  start({ parent, attributes: { 'user.id': 'u2' } }).end();
  expect(ended()[0]?.attributes).toMatchObject({ 'session.id': 's1', 'user.id': 'u2', 'tracewright.run_id': 'run1' });
});

test('a failure is status, type and an exception event', () => {
  const { start, ended } = setUp();
  const step = start();
  step.fail(new RangeError('too much'));
  step.end();
  const [span] = ended();
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'too much' });
  expect(span?.attributes['error.type']).toBe('RangeError');
  expect(span?.events[0]?.attributes).toMatchObject({
    'exception.type': 'RangeError',
    'exception.message': 'too much',
  });
  expect(span?.events[0]?.attributes?.['exception.stacktrace']).toContain('step.test.ts');
});

test('an ancestor of the step that failed has no exception of its own', () => {
  const { start, ended } = setUp();
  const step = start();
  step.fail(new RangeError('too much'), { type: 'quota', exception: false });
  step.end();
  expect(ended()[0]?.attributes['error.type']).toBe('quota');
  expect(ended()[0]?.events).toEqual([]);
});

test('with content off there is no content, and no text of an error', () => {
  const { start, ended } = setUp({ captureContent: false });
  const step = start();
  step.content('gen_ai.input.messages', ['secret']);
  step.fail(new Error('secret'));
  step.end();
  const [span] = ended();
  expect(span?.status.code).toBe(SpanStatusCode.ERROR);
  expect(JSON.stringify([span?.attributes, span?.events, span?.status])).not.toContain('secret');
});

test('texts of an error are redacted like any content', () => {
  const { start, ended } = setUp({ redact: (text) => text.replaceAll('secret', '***') });
  const step = start();
  step.fail(new Error('secret'));
  step.end();
  expect(JSON.stringify([ended()[0]?.status, ended()[0]?.events])).not.toContain('secret');
  expect(ended()[0]?.status.message).toBe('***');
});

test('attributes that were cut are named, and those that no room was left for', () => {
  const { start, ended } = setUp({ maxContentStringLength: 3, maxSpanContentBytes: 60 });
  const step = start();
  step.content('long', 'abcdef');
  step.content('long', 'abcdef');
  step.content('short', 'abc');
  step.content('late', 'abcdef');
  step.end();
  expect(ended()[0]?.attributes).not.toHaveProperty('late');
  expect(ended()[0]?.attributes['tracewright.truncated']).toEqual(['long', 'late']);
});

test('an error is written down as an exception once in a trace, where it came up first', () => {
  const { start, ended } = setUp();
  const error = new Error('x');
  const outer = start();
  const inner = start({ parent: outer.context });
  inner.fail(error);
  inner.end();
  outer.fail(error);
  outer.end();
  const elsewhere = start();
  elsewhere.fail(error);
  elsewhere.end();
  expect(ended().map(({ events }) => events.length)).toEqual([1, 0, 1]);
  expect(ended().map(({ status }) => status.code)).toEqual(Array(3).fill(SpanStatusCode.ERROR));
});

test('tags of a step come on top of those from outside', () => {
  const { start, ended } = setUp();
  const parent = ROOT_CONTEXT.setValue(CONTEXT_KEY.inherited, { 'tracewright.tags': ['a', 'b'] });
  const step = start({ parent });
  step.labels({ 'tracewright.tags': ['b', 'c'], other: 'x' });
  step.end();
  expect(ended()[0]?.attributes).toMatchObject({ 'tracewright.tags': ['a', 'b', 'c'], other: 'x' });
});

test('a span that throws harms nobody', () => {
  const broken = () => {
    throw new Error('broken');
  };
  const span = { ...trace.wrapSpanContext({ traceId: '1', spanId: '2', traceFlags: 0 }) };
  const spanContext = () => ({ traceId: '1', spanId: '2', traceFlags: 0 });
  const tracer = {
    startSpan: () => ({
      ...span,
      spanContext,
      setAttributes: broken,
      setAttribute: broken,
      addEvent: broken,
      end: broken,
    }),
  } as unknown as Tracer;
  const step = startStep(tracer, START, contentRules({}, {}));
  step.set({ a: 1 });
  step.content('b', 'c');
  step.event('d');
  step.fail(new Error('e'));
  step.end();
  expect(step.isEnded).toBe(true);
});

test.each([
  [new TypeError('x'), 'TypeError'],
  [new (class QuotaError extends Error {})('x'), 'QuotaError'],
  [Object.assign(new Error('x'), { name: 'AbortError' }), 'AbortError'],
  [new Error('x'), 'Error'],
  ['a text', '_OTHER'],
  [undefined, '_OTHER'],
])('the type of %s is %s', (error, type) => {
  expect(errorType(error)).toBe(type);
});

test('a prompt, an answer and an error that are all long leave a span under 64 KiB', () => {
  const { start, ended } = setUp();
  const step = start();
  step.content('gen_ai.input.messages', '漢'.repeat(1_000_000));
  step.content('gen_ai.output.messages', '"'.repeat(1_000_000));
  step.fail(new Error('x'.repeat(1_000_000)));
  step.end();
  const [span] = ended();
  const { attributes, events, status } = span ?? {};
  expect(Buffer.byteLength(JSON.stringify({ attributes, events, status }))).toBeLessThan(65_536);
  expect(status?.message).toContain('xxx');
});

test.each([
  ['has no text', Object.create(null), 'object'],
  ['has a message that is no text', Object.assign(new Error('x'), { message: { code: 1 } }), 'Error'],
])('a step fails by an error that %s', (_what, error, type) => {
  const { start, ended } = setUp();
  const step = start();
  step.fail(error, type === 'Error' ? {} : { type });
  step.end();
  expect(ended()[0]?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(ended()[0]?.attributes['error.type']).toBe(type);
});

test('all of what is cut is given away as it is shown, and its place stands beside its beginning', () => {
  const given: unknown[] = [];
  const { start, ended } = setUp({
    maxContentStringLength: 10,
    redact: (text) => text.replaceAll('secret', '******'),
    keepWhole: (content) => {
      given.push(content);
      return 'somewhere';
    },
  });
  const step = start();
  step.content('short', 'hello');
  step.content('long', ['a secret that is long', { and: 'more' }]);
  step.end();
  const { traceId } = step.span.spanContext();
  expect(given).toEqual([{ traceId, json: '["a ****** that is long",{"and":"more"}]' }]);
  expect(ended()[0]?.attributes).toMatchObject({
    short: '"hello"',
    long: expect.stringContaining('more characters'),
    'tracewright.truncated': ['long'],
    'tracewright.blob.long': 'somewhere',
  });
  expect(ended()[0]?.attributes).not.toHaveProperty('tracewright.blob.short');
});

test('a place that cannot be found leaves the beginning alone', () => {
  const { start, ended } = setUp({
    maxContentStringLength: 10,
    keepWhole: () => {
      throw new Error('no place');
    },
  });
  const step = start();
  step.content('long', 'x'.repeat(20));
  step.end();
  expect(ended()[0]?.attributes).toMatchObject({ 'tracewright.truncated': ['long'] });
  expect(ended()[0]?.attributes).not.toHaveProperty('tracewright.blob.long');
});

test('content of a span that nobody records is neither read nor given away', () => {
  const asked: unknown[] = [];
  const rules = contentRules(
    {
      maxContentStringLength: 10,
      redact: (text) => String(asked.push(text)),
      keepWhole: () => String(asked.push('kept')),
    },
    {},
  );
  const step = startStep(new ProxyTracerProvider().getTracer('none'), START, rules);
  step.content('long', 'x'.repeat(20));
  step.end();
  expect(asked).toEqual([]);
});
