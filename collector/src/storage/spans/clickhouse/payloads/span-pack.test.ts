import { expect, test } from 'vitest';
import { SpanPack, unpackSpans } from './span-pack.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const idsOf = (trace: number, span: number) => ({
  traceId: String(trace).padStart(32, '0'),
  spanId: String(span).padStart(16, '0'),
});
const WEB = { resource: bytes('web'), scope: bytes('one') };
const JOBS = { resource: bytes('jobs'), scope: new Uint8Array() };

test('spans come out of a pack as they went in, each with its origin', () => {
  const pack = new SpanPack();
  pack.add(idsOf(1, 1), bytes('question'), WEB);
  pack.add(idsOf(1, 2), new Uint8Array(), JOBS);
  pack.add(idsOf(2, 1), bytes('x'.repeat(100_000)), WEB);

  expect([...pack.traceIds]).toEqual([idsOf(1, 1).traceId, idsOf(2, 1).traceId]);
  const found = [...unpackSpans(pack.finish())].map(({ payload, ...span }) => ({
    ...span,
    payload: Buffer.from(payload).toString(),
  }));
  expect(found).toEqual([
    { ...idsOf(1, 1), payload: 'question', origin: WEB },
    { ...idsOf(1, 2), payload: '', origin: JOBS },
    { ...idsOf(2, 1), payload: 'x'.repeat(100_000), origin: WEB },
  ]);
});

test('a pack that begins anew has nothing of what was in it', () => {
  const pack = new SpanPack();
  pack.add(idsOf(1, 1), bytes('first'), WEB);
  pack.clear();
  pack.add(idsOf(2, 2), bytes('second'), JOBS);

  expect([...pack.traceIds]).toEqual([idsOf(2, 2).traceId]);
  expect([...unpackSpans(pack.finish())].map(({ spanId, origin }) => [spanId, origin])).toEqual([
    [idsOf(2, 2).spanId, JOBS],
  ]);
});

test('what is alike in the spans of a pack takes room once', () => {
  const pack = new SpanPack();
  const said = 'You answer questions about orders, politely and in a few words. '.repeat(20);
  for (let span = 0; span < 50; span++) pack.add(idsOf(1, span), bytes(`${said}${span}`), WEB);
  expect(pack.bytes).toBeGreaterThan(50 * said.length);
  expect(pack.finish().length).toBeLessThan(2_000);
});
