import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SharedBodyBuffers } from '../ingest/body-buffers.ts';
import { ByteBudget, type ByteHold } from '../ingest/byte-budget.ts';
import type { BodyRoom } from './body-collector.ts';
import { type IncomingBody, readBody } from './read-body.ts';

const MEGABYTE = 1024 * 1024;
const NO_PATIENCE_MS = 0;

function incoming(body: Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}): IncomingBody {
  const chunks = body instanceof Uint8Array ? new Blob([body]).stream() : body;
  return { announced: headers['content-length'], coding: headers['content-encoding'], chunks };
}

function room(maxBytes: number, hold: ByteHold = new ByteBudget().hold()): BodyRoom {
  return { maxBytes, hold, buffers: new SharedBodyBuffers() };
}

/** Whether somebody who comes anew finds no room for a byte. */
function isRefused(budget: ByteBudget): boolean {
  try {
    budget.hold(1).release();
    return false;
  } catch {
    return true;
  }
}

test.each([50 * MEGABYTE, MEGABYTE])(
  'a sender that announces %i bytes and sends a hundred holds no more',
  async (announced) => {
    const budget = new ByteBudget();
    const hold = budget.hold();
    const firstRead = Promise.withResolvers<void>();
    let pulls = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (pulls++ === 0) return controller.enqueue(new Uint8Array(100));
        firstRead.resolve();
        // The rest never comes, until the connection breaks.
        return new Promise((_, reject) => brokenConnection.promise.catch(reject));
      },
    });
    const brokenConnection = Promise.withResolvers<void>();

    const reading = readBody(incoming(body, { 'content-length': String(announced) }), room(64 * MEGABYTE, hold));
    await firstRead.promise;
    expect(budget.heldBytes).toBeLessThanOrEqual(100);
    brokenConnection.reject(new Error('reset'));

    await expect(reading).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  },
);

test('a body of several megabytes is read whole, announced or not', async () => {
  const body = new Uint8Array(3 * MEGABYTE).fill(7);

  for (const headers of [{ 'content-length': String(body.byteLength) }, {}]) {
    const read = await readBody(incoming(body, headers), room(64 * MEGABYTE));
    expect(Buffer.compare(read, body)).toBe(0);
  }
});

test('an announced length that is no number is not believed', async () => {
  const read = await readBody(incoming(new Uint8Array(5), { 'content-length': 'many' }), room(10));

  expect(read.byteLength).toBe(5);
});

test('what inflating brings forth is held as well, and refused where others leave no room', async () => {
  const budget = new ByteBudget(2 * MEGABYTE, NO_PATIENCE_MS);
  const others = budget.hold(MEGABYTE);
  const body = new Uint8Array(gzipSync(new Uint8Array(10 * MEGABYTE)));
  const read = () => readBody(incoming(body, { 'content-encoding': 'gzip' }), room(64 * MEGABYTE, budget.hold()));

  await expect(read()).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  others.release();
});

test.each([
  ['plain', (body: Uint8Array) => body],
  ['gzip', gzipSync],
] as const)(
  'a body that is %s and has begun waits for room, and nobody else gets ahead of it',
  async (coding, code) => {
    const budget = new ByteBudget(2 * MEGABYTE);
    const others = budget.hold(1.5 * MEGABYTE);
    const body = new Uint8Array(MEGABYTE).fill(7);
    const sent = new Uint8Array(code(body));
    const inPieces = new ReadableStream({
      start(controller) {
        controller.enqueue(sent.subarray(0, 100));
        controller.enqueue(sent.subarray(100));
        controller.close();
      },
    });
    const headers: Record<string, string> = coding === 'gzip' ? { 'content-encoding': coding } : {};

    const reading = readBody(incoming(inPieces, headers), room(64 * MEGABYTE, budget.hold()));
    await expect.poll(() => isRefused(budget)).toBe(true);
    others.release();

    expect(Buffer.compare(await reading, body)).toBe(0);
    expect(isRefused(budget)).toBe(false);
  },
);

test('what is being inflated keeps its memory where that is stopped: another thread may still be reading it', async () => {
  const given: Uint8Array[] = [];
  const buffers = new SharedBodyBuffers();
  const noting = { take: (bytes: number) => buffers.take(bytes), give: given.push.bind(given), copied: () => {} };
  const budget = new ByteBudget(2 * MEGABYTE, NO_PATIENCE_MS);
  const others = budget.hold(MEGABYTE);
  const sent = new Uint8Array(gzipSync(new Uint8Array(10 * MEGABYTE)));
  const place = { maxBytes: 64 * MEGABYTE, hold: budget.hold(), buffers: noting };

  const reading = readBody(incoming(sent, { 'content-encoding': 'gzip' }), place);

  await expect(reading).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  expect(given.filter(({ byteLength }) => byteLength === sent.byteLength)).toEqual([]);
  others.release();
});

test('a body for which there is no room is read to its end, so that its sender is there to be told', async () => {
  const budget = new ByteBudget(2 * MEGABYTE, NO_PATIENCE_MS);
  const others = budget.hold(MEGABYTE);
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (sent++ < 5) controller.enqueue(new Uint8Array(MEGABYTE));
      else controller.close();
    },
  });

  const reading = readBody(incoming(body), room(64 * MEGABYTE, budget.hold()));

  await expect(reading).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  expect(sent).toBe(6);
  expect(budget.heldBytes).toBe(MEGABYTE);
  others.release();
});

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('a body in several parts of %s is read to its end', async (coding, compress) => {
  const body = new Uint8Array(Buffer.concat([compress('one, '), compress(''), compress('two')]));

  const read = await readBody(incoming(body, { 'content-encoding': coding }), room(100));

  expect(Buffer.from(read).toString()).toBe('one, two');
});

test('a gzip body whose last part is small is not inflated in pieces as small', async () => {
  const body = new Uint8Array(Buffer.concat([gzipSync(new Uint8Array(4 * MEGABYTE)), gzipSync(new Uint8Array(64))]));
  const { hold, ...rest } = room(64 * MEGABYTE);
  let pieces = 0;
  const growPatiently: ByteHold['growPatiently'] = (bytes) => {
    pieces++;
    return hold.growPatiently(bytes);
  };
  const place = { ...rest, hold: { growPatiently, release: () => hold.release() } };

  const read = await readBody(incoming(body, { 'content-encoding': 'gzip' }), place);

  expect(read.byteLength).toBe(4 * MEGABYTE + 64);
  expect(pieces).toBeLessThan(1_100);
});

test.each([
  ['deflate', deflateSync],
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('what stands behind the end of %s is not passed over', async (coding, compress) => {
  const body = new Uint8Array(Buffer.concat([compress('one'), Buffer.from('two')]));

  const reading = readBody(incoming(body, { 'content-encoding': coding }), room(100));

  await expect(reading).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
});

test('a body of very many empty frames is refused', async () => {
  const body = new Uint8Array(Buffer.concat(new Array(17).fill(zstdCompressSync(''))));

  const reading = readBody(incoming(body, { 'content-encoding': 'zstd' }), room(MEGABYTE));

  await expect(reading).rejects.toMatchObject({
    code: 'MALFORMED_REQUEST',
    message: 'the body cannot be read: it has more than 16 frames',
  });
});

test('a large body may come in as many more frames as it has pages', async () => {
  const body = new Uint8Array(Buffer.concat(new Array(18).fill(zstdCompressSync(randomBytes(4_096)))));

  const read = await readBody(incoming(body, { 'content-encoding': 'zstd' }), room(MEGABYTE));

  expect(read.byteLength).toBe(18 * 4_096);
});

test('an empty body is empty in any coding', async () => {
  const request = incoming(new Uint8Array(0), { 'content-encoding': 'gzip' });

  expect((await readBody(request, room(10))).byteLength).toBe(0);
});

test('room that was given back is used again, and what a body holds is not touched by the one before', async () => {
  const buffers = new SharedBodyBuffers();
  const read = (body: Uint8Array<ArrayBuffer>) => readBody(incoming(body), { ...room(MEGABYTE), buffers });

  const first = await read(new Uint8Array(1_000).fill(1));
  buffers.give(first);
  const second = await read(new Uint8Array(10).fill(2));

  expect(second.buffer).toBe(first.buffer);
  expect([...second]).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
});
