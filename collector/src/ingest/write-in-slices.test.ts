import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../filter/expression.ts';
import { attributes, jsonBody, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import { createLocalIngest } from './local-ingest.ts';

const SPANS = 40;
/** In all more than is stored in one slice. */
const text = 'x'.repeat(256 * 1024);

function largeBody(change: (spans: object[]) => object[] = (spans) => spans): Uint8Array {
  const spans = Array.from({ length: SPANS }, (_, index) =>
    sampleSpan({ spanId: `${index + 1}`.padStart(16, '0'), attributes: attributes({ text }) }),
  );
  const resource = { attributes: attributes({ 'tracewright.dropped_spans': 3 }) };
  return jsonBody({ resourceSpans: [{ resource, scopeSpans: [{ spans: change(spans) }] }] });
}

/** A store that refuses the commits which `isRefused` names, counted from 1. */
function ingestInto(store: MemorySpanStore, isRefused: (commit: number) => boolean = () => false) {
  const commits: (readonly SpanBatch[])[] = [];
  const append = async (batches: readonly SpanBatch[]): Promise<void> => {
    if (isRefused(commits.push(batches))) throw new Error('the disk is full');
    await store.append(batches);
  };
  const deps = { store: { append }, pricer: createPricer(), resolveExperiment: async () => '0' };
  const ingest = createLocalIngest(deps);
  const submit = (body: Uint8Array) =>
    ingest.submit({ signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding: 'json', body });
  return { submit, commits };
}

test('a large request is stored in several commits, all of it, and what its sender dropped counts once', async () => {
  const store = new MemorySpanStore();
  const { submit, commits } = ingestInto(store);

  const result = await submit(largeBody());

  expect(result).toEqual({ accepted: SPANS, rejected: 0, message: '' });
  expect(commits.length).toBeGreaterThan(1);
  expect((await store.getTrace('default', TRACE_ID))?.spanCount).toBe(SPANS);
  expect((await store.quality('default')).dropped).toBe(3);
  const spans = await store.getStoredSpans('default', TRACE_ID);
  expect(spans?.every(({ record }) => record.payload.length > text.length)).toBe(true);
});

test('spans of a large request that are refused are counted over all of its slices', async () => {
  const { submit } = ingestInto(new MemorySpanStore());

  const result = await submit(
    largeBody((spans) => spans.map((span, index) => (index % 10 === 0 ? { ...span, spanId: '' } : span))),
  );

  expect(result).toMatchObject({ accepted: 36, rejected: 4, message: expect.stringMatching(/^4 spans: /) });
});

test('a large request that is malformed at its end leaves nothing', async () => {
  const store = new MemorySpanStore();
  const { submit, commits } = ingestInto(store);

  const submitted = submit(largeBody((spans) => [...spans, { ...(spans[0] as object), kind: 'nonsense' }]));

  await expect(submitted).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  expect(commits).toEqual([]);
});

test('a large request of which one commit fails is sent again, and stored once', async () => {
  const store = new MemorySpanStore();
  const { submit } = ingestInto(store, (commit) => commit === 2);

  await expect(submit(largeBody())).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  await submit(largeBody());

  expect((await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 10 })).rows).toMatchObject([
    { spanCount: SPANS },
  ]);
  expect((await store.quality('default')).dropped).toBe(3);
});
