import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { PreviewCache, type PreviewedTrace } from './preview-cache.ts';

const ended: PreviewedTrace = {
  traceId: 'a',
  rootSpanId: '1',
  hasRoot: true,
  status: 'ok',
  startNs: 1n as Nanos,
  endNs: 2n as Nanos,
};

const previews = (request: string) => async () => ({ request, response: undefined });

test('what a root has said is read once', async () => {
  const cache = new PreviewCache();
  expect(await cache.of('default', ended, previews('first'))).toEqual({ request: 'first', response: undefined });
  expect((await cache.of('default', ended, previews('second'))).request).toBe('first');
  expect((await cache.of('other', ended, previews('second'))).request).toBe('second');
  expect((await cache.of('default', { ...ended, endNs: 3n as Nanos }, previews('third'))).request).toBe('third');
});

test.each([{ status: 'running' as const }, { hasRoot: false }])(
  'of a trace with %j it is read each time',
  async (state) => {
    const cache = new PreviewCache();
    const row = { ...ended, ...state };
    await cache.of('default', row, previews('first'));
    expect((await cache.of('default', row, previews('second'))).request).toBe('second');
  },
);

test('what was asked for last is kept where there is not room for all', async () => {
  const cache = new PreviewCache(3_000);
  const [a, b, c] = ['a', 'b', 'c'].map((traceId) => ({ ...ended, traceId }));
  const long = 'x'.repeat(1_000);
  await cache.of('default', a!, previews(long));
  await cache.of('default', b!, previews(long));
  await cache.of('default', a!, previews('again'));
  await cache.of('default', c!, previews(long));
  expect((await cache.of('default', a!, previews('again'))).request).toBe(long);
  expect((await cache.of('default', b!, previews('again'))).request).toBe('again');
});
