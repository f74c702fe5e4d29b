import { SpanStatusCode } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { traceInMemory } from '../testing/traced-app.test.support.ts';
import { activeStep, getActiveTraceId } from './active-trace.ts';
import { trace } from './trace.ts';
import { traced } from './traced.ts';

const count = traced(function* count(to: number) {
  for (let i = 1; i <= to; i++) yield i;
  return 'done';
});

const spell = traced(async function* spell(text: string) {
  for (const letter of text) {
    await null;
    yield letter;
  }
});

test('a generator is read to its end under its step, and shows what it yielded', async () => {
  const { ended } = traceInMemory();
  expect([...count(3)]).toEqual([1, 2, 3]);
  let text = '';
  for await (const letter of spell('Paris')) text += letter;
  expect(text).toBe('Paris');
  expect(ended()).toMatchObject([
    {
      name: 'count',
      attributes: {
        'tracewright.input': '3',
        'tracewright.output': '[1,2,3]',
        'tracewright.stream.end': 'complete',
        'tracewright.stream.chunks': 3,
      },
    },
    { name: 'spell', attributes: { 'tracewright.output': '"Paris"', 'tracewright.stream.chunks': 5 } },
  ]);
});

test('code in the body of a generator runs inside its step, and that of its reader outside', async () => {
  const { ended } = traceInMemory();
  const outer = traced(async function* outer() {
    yield trace('inner', () => activeStep().spanId);
    await null;
    yield getActiveTraceId();
  });
  const seen: unknown[] = [];
  for await (const item of outer()) seen.push(item, getActiveTraceId());
  const [inner, step] = ended();
  expect(inner?.parentSpanId).toBe(step?.spanId);
  expect(seen).toEqual([inner?.spanId, undefined, step?.traceId, undefined]);
});

test.each(['sync', 'async'])('a reader of a %s generator that stops early has cancelled it', async (kind) => {
  const { ended } = traceInMemory();
  for await (const _ of kind === 'sync' ? count(9) : spell('Paris')) break;
  expect(ended()).toMatchObject([
    {
      status: SpanStatusCode.UNSET,
      attributes: { 'tracewright.stream.end': 'cancelled', 'tracewright.stream.chunks': 1 },
    },
  ]);
});

test('an error in a generator reaches its reader as it is', async () => {
  const { ended } = traceInMemory();
  const error = new Error('no more');
  const failing = traced(async function* failing() {
    yield 'a';
    throw error;
  });
  const reading = failing();
  await reading.next();
  await expect(reading.next()).rejects.toBe(error);
  expect(await reading.next()).toEqual({ value: undefined, done: true });
  expect(ended()).toMatchObject([
    {
      status: SpanStatusCode.ERROR,
      exceptions: 1,
      attributes: { 'tracewright.stream.end': 'error', 'tracewright.output': '"a"' },
    },
  ]);
});

test('a generator that nobody goes on reading is over when tracing ends', () => {
  const { ended, unread } = traceInMemory();
  const held = count(9);
  held.next();
  unread.settle();
  held.next();
  expect(ended()).toMatchObject([
    { attributes: { 'tracewright.stream.end': 'abandoned', 'tracewright.stream.chunks': 1 } },
  ]);
});

test('a generator stays the object that it is', () => {
  traceInMemory();
  const reading = count(2);
  expect(reading[Symbol.iterator]()).toBe(reading);
  const all = function* () {
    return yield* reading;
  };
  const passedOn = all();
  expect([...passedOn]).toEqual([1, 2]);
});

/** Works when it is awaited, as queries of database clients do. */
class Query {
  runs = 0;
  // biome-ignore lint/suspicious/noThenProperty: that is what makes it lazy.
  then(onFulfilled?: (value: string) => unknown, onRejected?: (error: unknown) => unknown) {
    this.runs++;
    return Promise.resolve('rows').then(onFulfilled, onRejected);
  }
}

test('what works when it is awaited is asked by nobody but the app', async () => {
  const { ended, unread } = traceInMemory();
  const query = new Query();
  const result = trace('query', () => query);
  expect(result).toBe(query);
  expect([query.runs, ended().length]).toEqual([0, 0]);
  expect(await result).toBe('rows');
  expect(query.runs).toBe(1);
  unread.settle();
  expect(ended()).toMatchObject([{ name: 'query', attributes: { 'tracewright.output': '"rows"' } }]);
});

test('what is never awaited ends its step as of when the function was over', () => {
  const { ended, unread } = traceInMemory();
  const held = trace('query', () => new Query());
  expect(ended()).toEqual([]);
  unread.settle();
  expect(held.runs).toBe(0);
  expect(ended()).toMatchObject([{ status: SpanStatusCode.UNSET }]);
});

test('a rejection that the app handles only once is reported to it once, by the promise that it has', async () => {
  const { ended } = traceInMemory();
  const error = new Error('x');
  class OwnPromise<T> extends Promise<T> {}
  const own = traced(() => OwnPromise.reject(error));
  const rejected = own();
  expect(rejected).toBeInstanceOf(OwnPromise);
  expect(await rejected.catch((caught) => caught === error)).toBe(true);
  expect(ended()).toMatchObject([{ status: SpanStatusCode.ERROR, exceptions: 1 }]);
});
