import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ByteBudget } from '../../ingest/byte-budget.ts';
import { readBody } from './read-body.ts';

const MEGABYTE = 1024 * 1024;

function post(body: Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/v1/traces', { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
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

    const reading = readBody(post(body, { 'content-length': String(announced) }), 64 * MEGABYTE, hold);
    await firstRead.promise;
    expect(budget.heldBytes).toBeLessThanOrEqual(100);
    brokenConnection.reject(new Error('reset'));

    await expect(reading).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  },
);

test('a body of several megabytes is read whole, announced or not', async () => {
  const body = new Uint8Array(3 * MEGABYTE).fill(7);

  for (const headers of [{ 'content-length': String(body.byteLength) }, {}]) {
    const read = await readBody(post(new Blob([body]).stream(), headers), 64 * MEGABYTE, new ByteBudget().hold());
    expect(Buffer.compare(read, body)).toBe(0);
  }
});

test('an announced length that is no number is not believed', async () => {
  const read = await readBody(post(new Uint8Array(5), { 'content-length': 'many' }), 10, new ByteBudget().hold());

  expect(read.byteLength).toBe(5);
});

test('what inflating brings forth is held as well, and refused where others leave no room', async () => {
  const budget = new ByteBudget(2 * MEGABYTE);
  const others = budget.hold(MEGABYTE);
  const body = new Uint8Array(gzipSync(new Uint8Array(10 * MEGABYTE)));
  const read = () => readBody(post(body, { 'content-encoding': 'gzip' }), 64 * MEGABYTE, budget.hold());

  await expect(read()).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  others.release();
});

test('an empty body is empty in any coding', async () => {
  const request = post(new Uint8Array(0), { 'content-encoding': 'gzip' });

  expect((await readBody(request, 10, new ByteBudget().hold())).byteLength).toBe(0);
});
