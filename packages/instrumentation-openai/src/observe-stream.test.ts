import { expect, test } from 'vitest';
import { CHAT_API } from './chat-api.ts';
import { Lease } from './lease.ts';
import type { ModelCall } from './model-call.ts';
import { observeStream } from './observe-stream.ts';
import type { SdkStream } from './sdk-shapes.ts';

/** A stream of two chunks that can be read once, as the SDK makes them, and what its call was told. */
function setUp(controller = new AbortController()) {
  let isConsumed = false;
  async function* iterator() {
    if (isConsumed) throw new Error('Cannot iterate over a consumed stream');
    isConsumed = true;
    for (const content of ['a', 'b']) yield { choices: [{ index: 0, delta: { content } }] };
  }
  const stream = { iterator, controller } as unknown as SdkStream;
  const told: unknown[] = [];
  let hasBegun = false;
  const call = {
    api: CHAT_API,
    isSettled: false,
    startMs: 0,
    set: () => {},
    describe: () => {},
    readingBegan: () => {
      hasBegun = true;
    },
    complete: (end: unknown) => told.push(end),
    fail: (error: unknown) => told.push(String(error)),
    cancelUnread: () => hasBegun || told.push('cancelled unread'),
  } as unknown as ModelCall;
  observeStream(stream, new Lease(call));
  return { stream, controller, told };
}

async function readAll(iterator: ReturnType<SdkStream['iterator']>): Promise<number> {
  let chunks = 0;
  while (!(await iterator.next()).done) chunks++;
  return chunks;
}

test('an iterator that comes too late fails, and the call goes on with the one that reads', async () => {
  const { stream, told } = setUp();
  const [reader, late, left] = [stream.iterator(), stream.iterator(), stream.iterator()];
  await reader.next();
  await expect(late.next()).rejects.toThrow('consumed');
  await left.return?.();
  expect(told).toEqual([]);
  expect(await readAll(reader)).toBe(1);
  expect(told).toEqual(['complete']);
});

test('an iterator that was left before its first chunk reads nothing, whatever it is asked for then', async () => {
  const { stream, told } = setUp();
  const left = stream.iterator();
  await left.return?.();
  expect(await left.next()).toEqual({ value: undefined, done: true });
  expect(told).toEqual([]);
  expect(await readAll(stream.iterator())).toBe(2);
  expect(told).toEqual(['complete']);
});

test('a stream that was aborted before the app asked for it is cancelled', () => {
  const controller = new AbortController();
  controller.abort();
  expect(setUp(controller).told).toEqual(['cancelled unread']);
});

test('a stream that is aborted while it is read ends by how it is read', async () => {
  const { stream, controller, told } = setUp();
  const reader = stream.iterator();
  await reader.next();
  controller.abort();
  expect(told).toEqual([]);
  await readAll(reader);
  expect(told).toEqual(['cancelled']);
});
