import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { pieces } from './blob-store.contract.ts';
import { InterleavedBlobs } from './interleaved-blobs.test.support.ts';
import { TracePayloads } from './trace-payloads.ts';

const CONTENT = 'a long prompt';
const HASH = createHash('sha256').update(CONTENT).digest('hex');
const SEEDS = Number(process.env.PAYLOAD_SEEDS ?? 150);

/** Mulberry32: the same numbers for the same seed everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Three collectors on one bucket, whose steps this seed mixes. */
function shared(seed: number) {
  const random = randomOf(seed);
  const blobs = new InterleavedBlobs(random);
  const collectors = [0, 1, 2].map(() => new TracePayloads(blobs));
  const any = () => collectors[Math.floor(random() * collectors.length)]!;
  const put = (traceId: string) => any().put('default', traceId, HASH, pieces(CONTENT));
  const forget = (traceId: string) => any().deleteTraces('default', [traceId]);
  const text = async () => {
    const reading = any().read('default', HASH);
    await blobs.run([reading]);
    return new Response((await reading)?.stream).text();
  };
  return { blobs, put, forget, text };
}

test('no content is lost that one collector keeps while others let it go, in whatever order their steps come', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { blobs, put, forget, text } = shared(seed);
    await blobs.run([put('a')]);
    await blobs.run([put('b'), forget('a'), put('c'), forget('b')]);
    expect(await text(), `seed ${seed}`).toBe(CONTENT);
    await blobs.run([forget('b')]);
    await blobs.run([forget('c'), put('d')]);
    expect(await text(), `seed ${seed}`).toBe(CONTENT);
    await blobs.run([forget('d')]);
    expect([...blobs.stored.keys()], `seed ${seed}`).toEqual([]);
  }
});

test('nothing is left of a trace that one collector deletes while another one keeps a content of it', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { blobs, put, forget } = shared(seed);
    await blobs.run([put('a'), forget('a'), put('b')]);
    await blobs.run([forget('a'), forget('b')]);
    expect([...blobs.stored.keys()], `seed ${seed}`).toEqual([]);
  }
});

test('a content that some trace has is found at any moment, however the traces that have it change', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { blobs, put, forget } = shared(seed);
    await blobs.run([put('a'), put('n')]);
    const changing = async () => {
      await Promise.all([put('b'), forget('n')]);
      await forget('a');
      await Promise.all([put('c'), put('n')]);
      await Promise.all([forget('b'), forget('n')]);
    };
    const reader = new TracePayloads(blobs);
    const reading = Array.from({ length: 4 }, () => reader.read('default', HASH));
    await blobs.run([changing(), ...reading]);
    for (const content of await Promise.all(reading)) expect(content, `seed ${seed}`).toBeDefined();
  }
});
