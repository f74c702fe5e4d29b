import type { NewOnlineScorer, OnlineBackfill, OnlinePreview, OnlineScorer, OnlineScorers } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { onlineWorld } from '../../online/online-scoring.test.support.ts';
import { testApp } from '../../testing/test-app.ts';

const SCORER: NewOnlineScorer = {
  name: 'polite',
  rule: { kind: 'contains', texts: ['please'], mode: 'any', ignoreCase: true },
  filter: '',
  sampleRate: 1,
  delayMs: 0,
  budget: { calls: null, usd: null },
  isEnabled: true,
};

async function opened() {
  const world = await onlineWorld();
  const keys = [{ name: 'OPENAI_API_KEY', host: 'api.openai.com', port: undefined }];
  const online = { ...world.deps, keys, newId: () => 's' };
  const app = testApp({ api: { spans: world.spans, online } });
  const ask = async <Answer>(method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await app.request(`/api/v1/online/${path}`, { method, ...init });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Answer };
  };
  return { ...world, ask };
}

test('a scorer is made, scores what comes from then on, and says what it has done', async () => {
  const { ask, clock, round, send } = await opened();
  await send({ trace: 1, attributes: { 'tracewright.output': '"please"' } });
  expect(await ask<OnlineScorer>('POST', 'scorers', SCORER)).toMatchObject({
    status: 201,
    body: { id: 's', version: 1, sourceId: 'polite', pausedReason: null, waiting: 0 },
  });
  await send({ trace: 2, attributes: { 'tracewright.output': '"please"' } });
  await round();
  clock.nowMs += 1;
  await round();
  const { body } = await ask<OnlineScorers>('GET', 'scorers');
  expect(body.items).toMatchObject([
    { today: { day: '2026-01-01', scored: 1, meanScore: 1, passRate: 1, costUsd: 0 } },
  ]);
  expect(body.keys).toEqual([{ name: 'OPENAI_API_KEY', host: 'api.openai.com' }]);
});

test('what can not be used is refused with what is wrong about it', async () => {
  const { ask } = await opened();
  const refused = async (given: object) => {
    const { status, body } = await ask<{ readonly message: string }>('POST', 'scorers', { ...SCORER, ...given });
    return [status, body.message];
  };
  expect(await refused({ rule: { kind: 'regex', pattern: '(', isFound: true } })).toEqual([
    400,
    expect.stringContaining('rule:'),
  ]);
  expect(await refused({ filter: 'nonsense =' })).toEqual([400, expect.stringContaining('filter:')]);
  expect(await refused({ sampleRate: 2 })).toEqual([400, 'sampleRate: is 0 to 1']);
  const model = { baseUrl: 'http://user:secret@model.test/', model: 'm', keyName: null, provider: null };
  const rule = { kind: 'judge', template: 'custom', model, instructions: '{{outputs}}', choices: null };
  expect(await refused({ rule })).toEqual([400, expect.stringContaining('rule.model.baseUrl')]);
  const custom = { ...rule, model: { ...model, baseUrl: 'http://model.test/v1' } };
  expect(await refused({ rule: { ...custom, instructions: '{{secrets}}' } })).toEqual([
    400,
    expect.stringContaining('secrets'),
  ]);
});

test('a preview says what it would say of the newest traces, and keeps nothing of it', async () => {
  const { ask, scores, send } = await opened();
  await send(
    { trace: 1, attributes: { 'tracewright.output': '"please"' } },
    { trace: 2, attributes: { 'tracewright.output': '"no"' } },
  );
  const { body } = await ask<OnlinePreview>('POST', 'scorers/preview', {
    name: 'polite',
    rule: SCORER.rule,
    filter: '',
  });
  expect(body.matching).toBe(2);
  expect(new Set(body.rows.map(({ value }) => value))).toEqual(new Set([true, false]));
  expect(await scores(1)).toEqual([]);
});

test('looking back counts first, and scores what is stored when it is told to', async () => {
  const { ask, clock, scores, send, settle } = await opened();
  await send(...[1, 2, 3].map((trace) => ({ trace, attributes: { 'tracewright.output': '"please"' } })));
  await ask('POST', 'scorers', SCORER);
  const toNs = String(BigInt(clock.nowMs + 1) * 1_000_000n);
  const back = (isDry: boolean) =>
    ask<OnlineBackfill>('POST', 'scorers/s/backfill', { filter: '', fromNs: '0', toNs, isDry });
  expect((await back(true)).body).toEqual({ id: null, matching: 3, sampled: 3, isPartial: false });
  await settle();
  expect(await scores(1)).toEqual([]);
  expect((await back(false)).body).toMatchObject({ id: 's', matching: 3 });
  await settle();
  expect(await scores(1)).toHaveLength(1);
});

test('a scorer is changed and removed by those who know it', async () => {
  const { ask } = await opened();
  await ask('POST', 'scorers', SCORER);
  const changed = await ask<OnlineScorer>('PUT', 'scorers/s', { ...SCORER, name: 'kind' });
  expect(changed.body).toMatchObject({ name: 'kind', version: 2 });
  expect((await ask('PUT', 'scorers/other', SCORER)).status).toBe(404);
  expect((await ask('DELETE', 'scorers/s')).status).toBe(204);
  expect((await ask<OnlineScorers>('GET', 'scorers')).body.items).toEqual([]);
});
