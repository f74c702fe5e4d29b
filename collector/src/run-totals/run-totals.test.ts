import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askerSignal, forAsker } from '../asker.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { newRow } from '../storage/tracking/evaluations/evaluation-store.contract.ts';
import { inRequest, RepeatedRequest, repeatedRequest } from '../storage/tracking/request-answers/repeated-request.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { RunTotals } from './run-totals.ts';
import { withRunTotals } from './with-run-totals.ts';

async function opened() {
  const spans = new MemorySpanStore();
  const tracking = await openTrackingStores({ file: join(emptyFolder(), 'tracking.db') });
  onTestFinished(() => tracking.close());
  const failures: unknown[] = [];
  const totals = new RunTotals(spans, tracking.runTotals, (error) => failures.push(error));
  const stores = withRunTotals(tracking, totals);
  const run = { experimentId: '0', name: 'r', userId: '', startMs: undefined, tags: new Map<string, string>() };
  const { id: runId } = await stores.runs.create('default', run);
  const call = { kind: 'llm', inputTokens: 10, outputTokens: 2, runId } as const;
  const send = (trace: number, span = 1, parent = '') =>
    spans.append([
      sampleBatch([
        sampleSpan({ ...call, traceId: traceIdOf(trace), spanId: spanIdOf(span), parentSpanId: parent }),
        sampleSpan({ traceId: traceIdOf(trace + 1_000), spanId: spanIdOf(span) }),
      ]),
    ]);
  const read = async () =>
    Object.fromEntries((await stores.runs.get('default', runId)).metrics.map(({ key, value }) => [key, value]));
  return { spans, tracking, stores, totals, failures, runId, send, read };
}

test('a run has what its traces add up to whenever it is read, late spans among them', async () => {
  const { send, read, stores } = await opened();
  expect(await read()).toEqual({});
  await send(1);
  expect(await read()).toMatchObject({ llm_calls: 1, prompt_tokens: 10, completion_tokens: 2 });
  await send(1, 2, spanIdOf(9));
  await send(2);
  expect(await read()).toMatchObject({ llm_calls: 3, prompt_tokens: 30, completion_tokens: 6 });
  const search = { experimentIds: ['0'], lifecycle: 'active', order: [], limit: 10 } as const;
  await send(3);
  const { items } = await stores.runs.search('default', {
    ...search,
    conditions: [{ kind: 'metric', key: 'llm_calls', operator: '>', values: [3] }],
  });
  expect(items).toHaveLength(1);
});

test('the history of what a run adds up to is as fresh as the run', async () => {
  const { send, stores, runId } = await opened();
  await send(1);
  const values = (points: readonly { readonly value: number }[]) => points.map(({ value }) => value);
  expect(values((await stores.metrics.history('default', runId, 'llm_calls', {})).items)).toEqual([1]);
  await send(2);
  expect(values(await stores.metrics.historyOfRuns('default', [runId], 'llm_calls', 10))).toEqual([2]);
  await send(3);
  const options = { limit: 10, steps: undefined };
  expect(values(await stores.metrics.sample('default', [runId], 'llm_calls', options))).toEqual([3]);
});

test('more traces than are taken at once all count, and all who ask at once get the same', async () => {
  const { send, read } = await opened();
  for (let trace = 1; trace <= 501; trace++) await send(trace);
  const all = await Promise.all([read(), read(), read()]);
  for (const totals of all) expect(totals).toMatchObject({ llm_calls: 501 });
});

test('a trace that is linked to a run counts for it from then on, whatever its spans say and whenever they come', async () => {
  const { spans, stores, runId, send, read } = await opened();
  // The spans of traces from 1,000 on name no run.
  await send(1);
  await stores.traceInfos.linkRun('default', runId, [1, 1_001, 1_002].map(traceIdOf));
  const ofTwo = await read();
  expect(ofTwo.llm_calls).toBe(1);
  const before = ofTwo.latency_ms!;
  await spans.append([
    sampleBatch([sampleSpan({ kind: 'llm', inputTokens: 7, traceId: traceIdOf(1_002), spanId: spanIdOf(1) })]),
  ]);
  expect(await read()).toMatchObject({ llm_calls: 2, prompt_tokens: 17, latency_ms: before });
});

test('the trace of a row of an evaluation counts until another one takes its place', async () => {
  const { spans, stores, runId, read } = await opened();
  const call = { kind: 'llm', spanId: spanIdOf(1) } as const;
  await spans.append([
    sampleBatch([
      sampleSpan({ ...call, traceId: traceIdOf(1), inputTokens: 10 }),
      sampleSpan({ ...call, traceId: traceIdOf(2), inputTokens: 7 }),
    ]),
  ]);
  await stores.evaluations.put('default', runId, [newRow(0, { traceId: traceIdOf(1) })]);
  expect(await read()).toMatchObject({ llm_calls: 1, prompt_tokens: 10 });
  await stores.evaluations.put('default', runId, [newRow(0, { traceId: traceIdOf(2) })]);
  expect(await read()).toMatchObject({ llm_calls: 1, prompt_tokens: 7 });
});

test('what comes while traces are followed is not left out by the process that goes on', async () => {
  const { spans, tracking, stores, runId, send, read } = await opened();
  await stores.traceInfos.linkRun('default', runId, [traceIdOf(9)]);
  await send(1);
  let isLate = true;
  const stopped = new RunTotals(
    {
      lastChange: (workspaceId) => spans.lastChange(workspaceId),
      listTraces: (query) => spans.listTraces(query),
      runTraces: (...page) => spans.runTraces(...page),
      changes: async (...since) => {
        const page = await spans.changes(...since);
        if (page.traceIds.length > 0 || !isLate) return page;
        isLate = false;
        await spans.append([sampleBatch([sampleSpan({ kind: 'llm', traceId: traceIdOf(9), spanId: spanIdOf(1) })])]);
        await send(2);
        return page;
      },
    },
    tracking.runTotals,
    () => {},
  );
  await stopped.bringUpToDate('default');
  expect(await read()).toMatchObject({ llm_calls: 3 });
});

test('as long as nothing changes nothing is read again', async () => {
  const { spans, stores, failures, runId, send, read } = await opened();
  await send(1);
  await stores.traceInfos.linkRun('default', runId, [traceIdOf(1)]);
  await read();
  spans.runTraces = () => Promise.reject(new Error('asked again'));
  spans.changes = () => Promise.reject(new Error('asked again'));
  await read();
  await stores.metrics.history('default', runId, 'llm_calls', {});
  expect(failures).toEqual([]);
});

test('the history of a metric that no traces add up to waits for none of them', async () => {
  const { spans, stores, failures, runId } = await opened();
  spans.lastChange = () => Promise.reject(new Error('asked for traces'));
  await stores.metrics.history('default', runId, 'loss', {});
  await stores.metrics.historyOfRuns('default', [runId], 'loss', 10);
  await stores.metrics.sample('default', [runId], 'loss', { limit: 10, steps: undefined });
  expect(failures).toEqual([]);
});

test('a trace that somebody deletes is taken off; one that only grew too old has been spent', async () => {
  const { spans, tracking, stores, send, read } = await opened();
  for (const trace of [1, 2, 3]) await send(trace);
  expect(await read()).toMatchObject({ llm_calls: 3 });
  await spans.deleteTraces('default', [traceIdOf(1)]);
  await stores.notes.deleteTraces('default', [traceIdOf(1)]);
  expect(await read()).toMatchObject({ llm_calls: 2 });
  await spans.deleteTraces('default', [traceIdOf(2)]);
  await tracking.notes.deleteTraces('default', [traceIdOf(2)]);
  expect(await read()).toMatchObject({ llm_calls: 2 });
});

test('a trace that is deleted while it is being counted does not count', async () => {
  const { spans, tracking, send, read } = await opened();
  await send(1);
  await send(2);
  const page = await spans.runTraces('default', 0, 10);
  const seen = Promise.withResolvers<void>();
  const deleted = Promise.withResolvers<void>();
  const late = new RunTotals(
    {
      lastChange: (workspaceId) => spans.lastChange(workspaceId),
      changes: (...since) => spans.changes(...since),
      listTraces: (query) => spans.listTraces(query),
      runTraces: async (workspaceId, since, limit) => {
        if (since > 0) return spans.runTraces(workspaceId, since, limit);
        seen.resolve();
        await deleted.promise;
        return page;
      },
    },
    tracking.runTotals,
    () => {},
  );
  const following = late.bringUpToDate('default');
  await seen.promise;
  await spans.deleteTraces('default', [traceIdOf(1)]);
  const forgotten = late.forget('default', [traceIdOf(1)]);
  deleted.resolve();
  await Promise.all([following, forgotten]);
  expect(await read()).toMatchObject({ llm_calls: 1 });
});

test('a trace that another process deletes while it is being counted here does not count', async () => {
  const { spans, tracking, send, read } = await opened();
  await send(1);
  await send(2);
  const seen = Promise.withResolvers<void>();
  const deleted = Promise.withResolvers<void>();
  const here = new RunTotals(
    {
      lastChange: (workspaceId) => spans.lastChange(workspaceId),
      changes: (...since) => spans.changes(...since),
      listTraces: (query) => spans.listTraces(query),
      runTraces: async (...since) => {
        const page = await spans.runTraces(...since);
        seen.resolve();
        await deleted.promise;
        return page;
      },
    },
    tracking.runTotals,
    () => {},
  );
  const following = here.bringUpToDate('default');
  await seen.promise;
  await spans.deleteTraces('default', [traceIdOf(1)]);
  const there = new RunTotals(spans, tracking.runTotals, () => {});
  await there.forget('default', [traceIdOf(1)]);
  deleted.resolve();
  await following;
  expect(await read()).toMatchObject({ llm_calls: 1 });
});

test('a store of spans that begins anew is followed from its beginning', async () => {
  const { tracking, send, read } = await opened();
  await tracking.runTotals.take('default', [], 1_000);
  await send(1);
  expect(await read()).toMatchObject({ llm_calls: 1 });
});

test('where the traces cannot be read, runs are shown as they were, and it is told', async () => {
  const { spans, send, read, failures } = await opened();
  await send(1);
  await read();
  await send(2);
  spans.runTraces = () => Promise.reject(new Error('no spans now'));
  expect(await read()).toMatchObject({ llm_calls: 1 });
  expect(failures).toEqual([new Error('no spans now')]);
});

test('what runs add up to is followed to its end for whoever asks next, though the first who asked has gone', async () => {
  const { spans, send, read } = await opened();
  const askers: (AbortSignal | undefined)[] = [];
  const follow = spans.runTraces.bind(spans);
  spans.runTraces = (...given) => {
    askers.push(askerSignal());
    return follow(...given);
  };
  await send(1);
  await forAsker(() => AbortSignal.abort(), read);
  expect(new Set(askers)).toEqual(new Set([undefined]));
});

test('what runs add up to is written by no request that may be sent again: then it would find less to write', async () => {
  const { spans, totals, send, read } = await opened();
  const requests: (RepeatedRequest | undefined)[] = [];
  const follow = spans.runTraces.bind(spans);
  spans.runTraces = (...given) => {
    requests.push(repeatedRequest());
    return follow(...given);
  };
  const place = { workspaceId: 'default', sender: 'ada', key: 'k' };
  const request = new RepeatedRequest(place, { attempt: '1', digest: undefined, writes: [] }, () => undefined);
  await send(1);
  await inRequest(request, read);
  await inRequest(request, () => totals.count('default', [traceIdOf(1)]));
  expect(new Set(requests)).toEqual(new Set([undefined]));
  expect(request.hasWritten).toBe(false);
});
