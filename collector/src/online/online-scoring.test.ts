import type { NewOnlineScorer } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { compare } from '../filter/expression.ts';
import { Sleeper } from '../sleeper.ts';
import { JUDGES_EXPERIMENT } from './judges/judge-trace-otlp.ts';
import { judgeProvider, onlineWorld, traceIdOf } from './online-scoring.test.support.ts';
import { scoreOnline, scoringRound } from './online-scoring.ts';
import { isSampled } from './sampling.ts';
import { OnlineThread, type TraceScoring } from './thread/online-thread.ts';
import { TraceScorer } from './thread/score-trace.ts';

const POLITE = { 'tracewright.output': '"Please see your order."' };
const NOTHING_ALLOWED = { prices: [], outgoing: { allow: [], keys: [] } };
const RUDE = { 'tracewright.output': '"Look it up."' };

function judgeAt(
  baseUrl: string,
  given: Partial<Extract<NewOnlineScorer['rule'], { kind: 'judge' }>> = {},
): NewOnlineScorer['rule'] {
  const model = { baseUrl, model: 'judge-small', keyName: null, provider: null };
  return { kind: 'judge', template: 'answerRelevance', model, instructions: '', choices: null, ...given };
}

test('a trace is scored once it is complete and nothing more of it has come for a while', async () => {
  const { clock, round, scorer, scores, send, today } = await onlineWorld();
  await scorer();
  await send({ trace: 1, attributes: POLITE }, { trace: 2, attributes: RUDE });
  await round();
  expect(await scores(1)).toEqual([]);
  clock.nowMs += 1_000;
  await round();
  expect(await scores(1)).toEqual([{ name: 'polite', value: true, source: { kind: 'code', id: 'polite' } }]);
  expect(await scores(2)).toMatchObject([{ value: false }]);
  expect(await today()).toMatchObject({ scored: 2, numberSum: 1, judged: 2, passed: 1, calls: 0 });
  await send({ trace: 1, attributes: POLITE });
  clock.nowMs += 1_000;
  await round();
  expect(await scores(1)).toHaveLength(1);
});

test('a trace that still runs is waited for', async () => {
  const { scorer, scores, send, settle, clock, round } = await onlineWorld();
  await scorer();
  await send({ trace: 1, attributes: { ...POLITE, 'tracewright.span.pending': true } });
  for (let rounds = 0; rounds < 3; rounds++) {
    clock.nowMs += 2_000;
    await round();
  }
  expect(await scores(1)).toEqual([]);
  await send({ trace: 1, attributes: POLITE });
  await settle();
  expect(await scores(1)).toMatchObject([{ value: true }]);
});

test('only what the filter means and the sample has is scored, the same everywhere', async () => {
  const { scorer, scores, send, settle, stores } = await onlineWorld();
  await scorer({ sampleRate: 0.5, filter: 'attributes.team = "a"' });
  const all = Array.from({ length: 24 }, (_, index) => index + 1);
  await send(...all.map((trace) => ({ trace, attributes: { ...POLITE, team: trace % 3 === 0 ? 'b' : 'a' } })));
  await settle();
  for (const trace of all) {
    const isMeant = trace % 3 !== 0 && isSampled(traceIdOf(trace), 0.5);
    expect([trace, (await scores(trace)).length]).toEqual([trace, isMeant ? 1 : 0]);
  }
  expect(await stores.onlineWork.waitingCount('default', ['s'])).toBe(0);
});

test('a sample is a part of every larger one, and about as large as it is said to be', () => {
  const ids = Array.from({ length: 2_000 }, (_, index) => traceIdOf(index));
  const tenth = ids.filter((id) => isSampled(id, 0.1));
  expect(tenth.length).toBeGreaterThan(150);
  expect(tenth.length).toBeLessThan(250);
  expect(tenth.every((id) => isSampled(id, 0.2))).toBe(true);
  expect(ids.some((id) => isSampled(id, 0))).toBe(false);
});

test('a judge scores with its fingerprint, and what it asked is a trace of its own that nobody scores', async () => {
  const provider = await judgeProvider();
  const { scorer, scores, send, settle, today, spans, stores, faults } = await onlineWorld();
  await scorer({ rule: judgeAt(provider.baseUrl) });
  await send({ trace: 1, attributes: POLITE });
  await settle();
  await settle();

  expect(await scores(1)).toEqual([
    { name: 'polite', value: 'yes', source: { kind: 'judge', id: expect.stringMatching(/^judge-small#[\da-f]{16}$/) } },
  ]);
  expect(provider.requests).toHaveLength(1);
  const experiment = await stores.experiments.getByName('default', JUDGES_EXPERIMENT);
  const filter = compare('experiment', '=', experiment!.id);
  const { rows } = await spans.listTraces({ workspaceId: 'default', filter, limit: 10 });
  expect(rows).toMatchObject([
    { name: 'judge polite', llmCount: 1, inputTokens: 100, outputTokens: 20, costNanoUsd: 140_000, status: 'unset' },
  ]);
  expect(await today()).toMatchObject({ calls: 1, tokens: 120, costNanoUsd: 140_000, unpricedCalls: 0, scored: 1 });
  expect(faults).toEqual([]);
});

test('a budget of calls leaves out what is beyond it, says so, and begins anew the next day', async () => {
  const provider = await judgeProvider();
  const { clock, scorer, scores, send, settle, stores } = await onlineWorld();
  await scorer({ rule: judgeAt(provider.baseUrl), budget: { calls: 2, usd: null } });
  await send(...[1, 2, 3, 4].map((trace) => ({ trace, attributes: POLITE })));
  await settle();
  expect(provider.requests).toHaveLength(2);
  clock.nowMs += 86_400_000;
  await send({ trace: 5, attributes: POLITE });
  await settle();
  expect(await scores(5)).toHaveLength(1);
  expect((await stores.onlineScorers.days('default', '2026-01-01')).get('s')).toMatchObject([
    { day: '2026-01-01', scored: 2, overBudget: 2, calls: 2 },
    { day: '2026-01-02', scored: 1, overBudget: 0, calls: 1 },
  ]);
});

test('a scorer with a budget in dollars stops where nobody knows what its model costs', async () => {
  const provider = await judgeProvider();
  const { scorer, send, settle, stores } = await onlineWorld({ prices: [] });
  await scorer({ rule: judgeAt(provider.baseUrl), budget: { calls: null, usd: 1 } });
  await send({ trace: 1, attributes: POLITE });
  await settle();
  const { pausedReason } = await stores.onlineScorers.get('default', 's');
  expect(pausedReason).toContain('what its model costs is not known');
});

test('a provider that is busy is asked again later, as late as it says, and nothing is an error until then', async () => {
  const provider = await judgeProvider();
  const { clock, round, scorer, scores, send, today } = await onlineWorld();
  await scorer({ rule: judgeAt(provider.baseUrl), delayMs: 0 });
  await send({ trace: 1, attributes: POLITE });
  provider.state.behave = () => ({ status: 429, headers: { 'retry-after': '60' } });
  await round();
  provider.state.behave = () => JSON.stringify({ rationale: 'So.', verdict: 'no' });
  clock.nowMs += 59_000;
  await round();
  expect(provider.requests).toHaveLength(1);
  clock.nowMs += 1_000;
  await round();
  expect(await scores(1)).toMatchObject([{ value: 'no' }]);
  expect(await today()).toMatchObject({ errors: 0, scored: 1, calls: 2 });
});

test('what can not work pauses its scorer and says why: a refused key, and an address inside the own network', async () => {
  const provider = await judgeProvider();
  provider.state.behave = () => ({ status: 401 });
  const refused = await onlineWorld();
  await refused.scorer({ rule: judgeAt(provider.baseUrl) });
  await refused.send({ trace: 1, attributes: POLITE }, { trace: 2, attributes: POLITE });
  await refused.settle();
  expect(await refused.stores.onlineScorers.get('default', 's')).toMatchObject({
    pausedReason: expect.stringContaining('401'),
  });
  expect(await refused.scores(1)).toEqual([]);

  const inside = await onlineWorld({ outgoing: { allow: [], keys: [] } });
  await inside.scorer({ rule: judgeAt(provider.baseUrl) });
  await inside.send({ trace: 1, attributes: POLITE });
  await inside.settle();
  const { pausedReason } = await inside.stores.onlineScorers.get('default', 's');
  expect(pausedReason).toContain('ADDRESS_REFUSED');
});

test('a key goes to the one host that it is for', async () => {
  const provider = await judgeProvider();
  const { host } = new URL(provider.baseUrl);
  const model = { baseUrl: provider.baseUrl, model: 'judge-small', keyName: 'KEY', provider: null };
  const [name = '', port = ''] = host.split(':');
  const keys = [{ name: 'KEY', host: name, port: Number(port) }];
  const allowed = await onlineWorld({ outgoing: { allow: ['127.0.0.1'], keys } });
  await allowed.scorer({ rule: judgeAt(provider.baseUrl, { model }) });
  await allowed.send({ trace: 1, attributes: POLITE });
  await allowed.settle();
  expect(provider.requests.map(({ authorization }) => authorization)).toEqual(['Bearer secret']);

  const elsewhere = await onlineWorld({
    outgoing: { allow: ['127.0.0.1'], keys: [{ ...keys[0]!, host: 'api.openai.com' }] },
  });
  await elsewhere.scorer({ rule: judgeAt(provider.baseUrl, { model }) });
  await elsewhere.send({ trace: 1, attributes: POLITE });
  await elsewhere.settle();
  expect(provider.requests).toHaveLength(1);
  expect((await elsewhere.stores.onlineScorers.get('default', 's')).pausedReason).toContain('KEY_REFUSED');
});

test('errors are errors and never scores, and ten in a row pause the scorer', async () => {
  const { scorer, scores, send, settle, stores, today } = await onlineWorld();
  await scorer({ rule: { kind: 'cost', maxUsd: 1 } });
  await send(...Array.from({ length: 12 }, (_, trace) => ({ trace: trace + 1, attributes: POLITE })));
  await settle();
  expect(await scores(1)).toEqual([]);
  expect((await today())?.errors).toBeGreaterThanOrEqual(10);
  const { pausedReason } = await stores.onlineScorers.get('default', 's');
  expect(pausedReason).toMatch(/^1\d traces in a row could not be scored, at last: TRACE_INCOMPLETE/);
});

test('what is stored is scored on demand, and what was scored already is not', async () => {
  const { clock, scorer, scores, send, settle, stores, today } = await onlineWorld();
  await send(...[1, 2, 3].map((trace) => ({ trace, attributes: POLITE })));
  await settle();
  await stores.onlineWork.enqueue('default', [], 1_000);
  await scorer();
  const span = { fromNs: 0n, toNs: BigInt(clock.nowMs) * 2_000_000n, filter: '', after: undefined };
  await stores.onlineWork.addBackfill('default', { id: 'one', scorerId: 's', ...span });
  await settle();
  await stores.onlineWork.addBackfill('default', { id: 'two', scorerId: 's', ...span });
  await settle();
  for (const trace of [1, 2, 3]) expect(await scores(trace)).toHaveLength(1);
  expect(await today()).toMatchObject({ scored: 3 });
  expect(await stores.onlineWork.backfills('default')).toEqual([]);
});

test('two collectors that score the same trace at the same time store one score', async () => {
  const { clock, round, scorer, scores, send, today } = await onlineWorld();
  await scorer({ delayMs: 0 });
  await send({ trace: 1, attributes: POLITE });
  clock.nowMs += 10;
  await Promise.all([round(), round()]);
  await round();
  expect(await scores(1)).toHaveLength(1);
  expect(await today()).toMatchObject({ scored: 1 });
});

test('scorers run in a thread of their own, where a pattern takes as long as its text', async () => {
  const thread = new OnlineThread(NOTHING_ALLOWED);
  onTestFinished(() => thread.close());
  const { scorer, scores, send, settle } = await onlineWorld({}, thread);
  await scorer({ rule: { kind: 'regex', pattern: '(a+)+$', isFound: false } });
  await send({ trace: 1, attributes: { 'tracewright.output': JSON.stringify(`${'a'.repeat(5_000)}!`) } });
  await settle();
  expect(await scores(1)).toMatchObject([{ value: true }]);
});

test('a schema that never comes to an end is ended with its thread, and its scorer paused', async () => {
  const thread = new OnlineThread(NOTHING_ALLOWED, { jobMs: 1_000 });
  onTestFinished(() => thread.close());
  const { scorer, scores, send, clock, round, stores } = await onlineWorld({}, thread);
  // Each is looked at twice by the one before it.
  const twice = (index: number) => ({ allOf: [{ $ref: `#/$defs/s${index}` }, { $ref: `#/$defs/s${index}` }] });
  const $defs = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`s${index}`, twice(index + 1)]));
  const schema = { $ref: '#/$defs/s0', $defs: { ...$defs, s60: {} } };
  await scorer({ rule: { kind: 'jsonSchema', schema: schema as never, allowFence: false }, delayMs: 0 });
  await send({ trace: 1, attributes: { 'tracewright.output': JSON.stringify(JSON.stringify(`${'a'.repeat(60)}!`)) } });
  clock.nowMs += 1_000;
  await round();
  expect(await scores(1)).toEqual([]);
  const { pausedReason } = await stores.onlineScorers.get('default', 's');
  expect(pausedReason).toContain('did not come to an end within 1 s');
});

test('what no database keeps as text, in a rationale or an error, is no reason to ask a judge again', async () => {
  const provider = await judgeProvider();
  provider.state.behave = () => JSON.stringify({ rationale: 'So\0 \ud800.', verdict: 'no' });
  const { scorer, scores, send, settle, today, stores } = await onlineWorld();
  await scorer({ rule: judgeAt(provider.baseUrl) });
  await stores.onlineScorers.create('default', 't', {
    ...(await stores.onlineScorers.get('default', 's')),
    rule: { kind: 'jsonSchema', schema: { additionalProperties: false }, allowFence: false },
  });
  await send({ trace: 1, attributes: { 'tracewright.output': JSON.stringify('{"\\u0000":1}') } });
  await settle();
  expect(provider.requests).toHaveLength(1);
  expect(await scores(1)).toHaveLength(2);
  expect(await today()).toMatchObject({ scored: 1, calls: 1 });
});

test('a trace that we fail on is tried later, a few times, and holds up no other', async () => {
  const { scorer, scores, send, clock, deps, stores, faults } = await onlineWorld();
  await scorer({ delayMs: 0 });
  await send({ trace: 1, attributes: POLITE }, { trace: 2, attributes: POLITE });
  const create: typeof deps.assessments.create = (workspaceId, assessment) =>
    assessment.traceId === traceIdOf(1)
      ? Promise.reject(new Error('cannot be stored'))
      : stores.assessments.create(workspaceId, assessment);
  const assessments = { create, get: stores.assessments.get.bind(stores.assessments) };
  for (let rounds = 0; rounds < 10; rounds++) {
    clock.nowMs += 900_000;
    await scoringRound('default', { ...deps, assessments }, new AbortController().signal);
  }
  expect(await scores(2)).toHaveLength(1);
  expect(faults).toHaveLength(6);
  expect(await stores.onlineScorers.failures('default', 's', 10)).toMatchObject([
    { traceId: traceIdOf(1), message: 'cannot be stored' },
  ]);
});

test('what waits for a scorer that is paused holds up no other', async () => {
  const { scorer, scores, send, settle, stores, clock } = await onlineWorld();
  await scorer({ filter: 'attributes.team = "b"' });
  const waiting = Array.from({ length: 20_000 }, (_, index) => ({
    ...{ scorerId: 'paused', version: 1, traceId: traceIdOf(index + 100), dueMs: clock.nowMs },
  }));
  await stores.onlineScorers.create('default', 'paused', await stores.onlineScorers.get('default', 's'));
  await stores.onlineWork.enqueue('default', waiting);
  await stores.onlineScorers.pause('default', 'paused', 1, 'no key');
  await send({ trace: 1, attributes: { ...POLITE, team: 'b' } });
  await settle();
  expect(await scores(1)).toHaveLength(1);
});

test('a workspace that cannot be scored holds up no other', async () => {
  const { scorer, scores, send, deps, stores, faults } = await onlineWorld();
  await scorer({ delayMs: 0 });
  await send({ trace: 1, attributes: POLITE });
  const ended = new AbortController();
  const scorers: typeof deps.scorers = Object.create(stores.onlineScorers, {
    workspaces: { value: async () => ['broken', 'default'] },
    list: {
      value: async (workspaceId: string) => {
        if (workspaceId === 'broken') throw new Error('broken');
        ended.abort();
        return stores.onlineScorers.list(workspaceId);
      },
    },
  });
  await scoreOnline({ ...deps, scorers, nowMs: () => deps.nowMs() + 1 }, new Sleeper(), ended.signal);
  expect(faults).toHaveLength(1);
  expect(await stores.onlineWork.waitingCount('default', ['s'])).toBe(1);
  expect(await scores(1)).toEqual([]);
});

test('a scorer that is deleted while others are scored before it makes no more of what it had', async () => {
  const inner = new TraceScorer(NOTHING_ALLOWED, {});
  let scored = 0;
  let remove: (() => Promise<void>) | undefined;
  const thread: TraceScoring = {
    score: async (job) => {
      scored++;
      const removing = remove;
      remove = undefined;
      await removing?.();
      return inner.score(job);
    },
  };
  const { scorer, send, round, stores } = await onlineWorld({}, thread);
  await scorer({ rule: { kind: 'length', min: 0, max: null }, delayMs: 0 });
  await send(...Array.from({ length: 12 }, (_, index) => ({ trace: index + 1, attributes: POLITE })));
  remove = () => stores.onlineScorers.remove('default', 's');
  await round();
  // Those that were under way beside the first.
  expect(scored).toBeLessThanOrEqual(4);
});

test('a collector that ends over a trace leaves it and its scorer as they were', async () => {
  const thread = new OnlineThread(NOTHING_ALLOWED);
  const { scorer, scores, send, clock, round, stores } = await onlineWorld({}, thread);
  await scorer({ rule: { kind: 'jsonSchema', schema: {}, allowFence: false }, delayMs: 0 });
  await send({ trace: 1, attributes: POLITE });
  clock.nowMs += 1_000;
  await thread.close();
  await round();
  expect(await scores(1)).toEqual([]);
  expect((await stores.onlineScorers.get('default', 's')).pausedReason).toBeNull();
  expect(await stores.onlineWork.due('default', ['s'], clock.nowMs, 10)).toMatchObject([{ attempts: 0 }]);
});
