import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../filter/expression.ts';
import { attributes, jsonBody, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import { createLocalIngest } from './local-ingest.ts';
import type { WriteDeps } from './write-requests.ts';

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
function ingestInto(
  store: MemorySpanStore,
  isRefused: (commit: number) => boolean = () => false,
  more: Partial<WriteDeps> = {},
) {
  const commits: (readonly SpanBatch[])[] = [];
  const append = async (batches: readonly SpanBatch[]): Promise<void> => {
    if (isRefused(commits.push(batches))) throw new Error('the disk is full');
    await store.append(batches);
  };
  const deps = { store: { append }, pricer: createPricer(), resolveExperiment: async () => '0', ...more };
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

/** A store that takes slices one by one within a commit, and how many spans each slice of each commit had. */
function together(store: MemorySpanStore) {
  const commits: number[][] = [];
  const appendTogether = async (parts: Iterable<readonly SpanBatch[]>): Promise<void> => {
    const slices: number[] = [];
    const all: SpanBatch[] = [];
    for (const batches of parts) {
      slices.push(batches.flatMap(({ groups }) => groups.flatMap(({ spans }) => spans)).length);
      all.push(...batches);
    }
    commits.push(slices);
    await store.append(all);
  };
  return {
    commits,
    deps: { store: { append: (batches: readonly SpanBatch[]) => store.append(batches), appendTogether } },
  };
}

test('slices share commits where a store can take them one by one, and what was dropped stands with the last', async () => {
  const store = new MemorySpanStore();
  const { commits, deps } = together(store);
  const names: string[] = [];
  const resolveExperiment = async (name: string) => `${names.push(name)}`;
  const { submit } = ingestInto(store, undefined, { ...deps, resolveExperiment });

  expect(await submit(largeBody())).toEqual({ accepted: SPANS, rejected: 0, message: '' });

  // Three spans of a quarter of a megabyte fit into one.
  expect(commits.flat()).toEqual([...Array.from({ length: 13 }, () => 3), 1, 0]);
  expect(commits.length).toBeLessThan(14);
  expect((await store.quality('default')).dropped).toBe(3);

  const resourceSpans = ['a', 'b', 'a'].map((experiment, at) => ({
    resource: { attributes: attributes({ 'tracewright.experiment': experiment }) },
    scopeSpans: [
      {
        spans: Array.from({ length: 8 }, (_, index) =>
          sampleSpan({ spanId: `${at}${index}`.padStart(16, '1'), attributes: attributes({ text }) }),
        ),
      },
    ],
  }));
  await submit(jsonBody({ resourceSpans }));
  expect(names).toEqual(['a', 'b']);
  expect((await store.getTrace('default', TRACE_ID))?.spanCount).toBe(SPANS + 24);
});

test('a large request is given up while the collector closes, and stored once it is sent again', async () => {
  const store = new MemorySpanStore();
  let isClosing = true;
  const { submit } = ingestInto(store, undefined, { ...together(store).deps, isClosing: () => isClosing });

  await expect(submit(largeBody())).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    message: 'the collector is closing',
  });
  isClosing = false;
  expect(await submit(largeBody())).toMatchObject({ accepted: SPANS });
});
