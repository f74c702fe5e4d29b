import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { onlineWorld } from '../online/online-scoring.test.support.ts';
import type { OutgoingAnswer, OutgoingRequest } from '../outgoing/send-outgoing.ts';
import { RULE } from '../storage/tracking/alerts/alert-store.contract.ts';
import { Deliveries } from './deliveries.ts';
import { type AlertDeps, watchOnce } from './watch-alerts.ts';

const HOOK = { url: 'https://hooks.test/alerts', secretName: 'HOOK_SECRET' };
/** Fires where at least two traces have come within ten minutes. */
const BUSY = {
  ...RULE,
  metric: { kind: 'traces', figure: 'count' },
  condition: { kind: 'threshold', is: 'above', value: 1 },
  minCount: 0,
  webhook: HOOK,
} as const;

async function watched() {
  const { clock, stores, spans, send } = await onlineWorld();
  const requests: OutgoingRequest[] = [];
  const hook: { answer: () => Promise<OutgoingAnswer> } = {
    answer: async () => ({ status: 200, headers: {}, text: '' }),
  };
  let ids = 0;
  const { notes, experiments, onlineScorers: scorers } = stores;
  const deps: AlertDeps = {
    alerts: stores.alerts,
    metrics: { ...{ spans, notes, experiments, scorers }, drift: async () => undefined, nowMs: () => clock.nowMs },
    webhooks: {
      send: (request) => {
        requests.push(request);
        return hook.answer();
      },
      keys: [{ name: 'HOOK_SECRET', host: 'hooks.test', port: undefined }],
      env: { HOOK_SECRET: 'secret' },
    },
    newId: () => `e${++ids}`,
    nowMs: () => clock.nowMs,
    report: (error) => {
      throw error;
    },
  };
  const look = async (laterMs = 60_000): Promise<void> => {
    clock.nowMs += laterMs;
    const deliveries = new Deliveries(deps);
    await watchOnce(deps, deliveries, new AbortController().signal);
    await deliveries.idle();
  };
  const told = () => requests.map(({ body }) => (JSON.parse(body ?? '') as { readonly event: string }).event);
  const events = async () => (await stores.alerts.events('default', 'r', 20)).map(({ kind }) => kind);
  return { clock, alerts: stores.alerts, requests, hook, send, look, told, events };
}

test('an alert fires and is over once each, and its webhook gets what it can check', async () => {
  const { alerts, requests, send, look, told, clock } = await watched();
  await alerts.create('default', 'r', BUSY);
  await look();
  await send({ trace: 1 }, { trace: 2 });
  await look();
  await look();
  expect(told()).toEqual(['firing']);
  const [{ body = '', headers = {} }] = requests as [OutgoingRequest];
  expect(JSON.parse(body)).toMatchObject({
    event: 'firing',
    id: 'e1',
    workspace: 'default',
    reading: { value: 2, count: 2 },
  });
  const timestamp = headers['x-tracewright-timestamp'];
  expect(timestamp).toBe(String(Math.floor((clock.nowMs - 60_000) / 1_000)));
  const signature = createHmac('sha256', 'secret').update(`${timestamp}.${body}`).digest('hex');
  expect(headers['x-tracewright-signature']).toBe(`sha256=${signature}`);
  await look(600_000);
  expect(told()).toEqual(['firing', 'resolved']);
});

test('a webhook that fails is told again, later each time, with the same event', async () => {
  const { alerts, requests, hook, send, look } = await watched();
  await alerts.create('default', 'r', BUSY);
  await send({ trace: 1 }, { trace: 2 });
  hook.answer = async () => ({ status: 503, headers: {}, text: '' });
  await look();
  await look(9_000);
  expect(requests).toHaveLength(1);
  await look(1_000);
  expect(requests).toHaveLength(2);
  hook.answer = () => Promise.reject(new Error('nobody is there'));
  await look(30_000);
  const [waiting] = await alerts.events('default', 'r', 1);
  expect(waiting?.delivery).toMatchObject({ state: 'waiting', attempts: 3, error: 'nobody is there', status: null });
  hook.answer = async () => ({ status: 204, headers: {}, text: '' });
  await look(90_000);
  const [delivered] = await alerts.events('default', 'r', 1);
  expect(delivered?.delivery).toMatchObject({ state: 'delivered', attempts: 4, status: 204, nextMs: null });
  expect(new Set(requests.map(({ headers }) => headers?.['x-tracewright-event']))).toEqual(new Set(['e1']));
});

test('while it is silenced nothing is told; what still fires then is told, and what is over by then as well', async () => {
  const { clock, alerts, send, look, told, events } = await watched();
  await alerts.create('default', 'r', BUSY);
  await alerts.silence('default', 'r', clock.nowMs + 300_000);
  await send({ trace: 1 }, { trace: 2 });
  await look();
  expect([await events(), told()]).toEqual([['firing'], []]);
  await look(300_000);
  expect(told()).toEqual(['firing']);

  await alerts.silence('default', 'r', clock.nowMs + 3_600_000);
  await look(900_000);
  expect(told()).toEqual(['firing']);
  expect((await alerts.get('default', 'r')).state).toBe('ok');
  await look(3_600_000);
  await look();
  expect(told()).toEqual(['firing', 'resolved']);
});

test('whoever was told that a rule fires hears that it is over since it was changed', async () => {
  const { alerts, send, look, told } = await watched();
  await alerts.create('default', 'r', BUSY);
  await send({ trace: 1 }, { trace: 2 });
  await look();
  await alerts.replace('default', 'r', { ...BUSY, condition: { kind: 'threshold', is: 'above', value: 5 } });
  await look();
  await look();
  expect(told()).toEqual(['firing', 'resolved']);
});

test('that it is over is not told before it was told that it fires', async () => {
  const { alerts, hook, send, look, told } = await watched();
  await alerts.create('default', 'r', BUSY);
  await send({ trace: 1 }, { trace: 2 });
  hook.answer = async () => ({ status: 503, headers: {}, text: '' });
  await look();
  hook.answer = async () => ({ status: 200, headers: {}, text: '' });
  await look(900_000);
  await look();
  expect(told()).toEqual(['firing', 'firing', 'resolved']);
});

test('that nothing comes any more is a count, however many a rule wants to see', async () => {
  const { alerts, look } = await watched();
  const condition = { kind: 'threshold', is: 'below', value: 1 } as const;
  await alerts.create('default', 'r', { ...BUSY, condition, minCount: 20 });
  await look();
  expect(await alerts.get('default', 'r')).toMatchObject({ state: 'firing', reading: { value: 0, count: 0 } });
});

test('too little in the week before is nothing to compare with', async () => {
  const { clock, alerts, send, look } = await watched();
  await send({ trace: 1 });
  clock.nowMs += 7 * 86_400_000;
  const metric = { kind: 'traces', figure: 'latencyP95' } as const;
  await alerts.create('default', 'r', {
    ...{ ...BUSY, metric, webhook: null, minCount: 2, condition: { kind: 'weekBefore', is: 'above', share: -0.5 } },
  });
  await send({ trace: 2 }, { trace: 3 });
  await look();
  expect(await alerts.get('default', 'r')).toMatchObject({ state: 'noData', reading: { before: null, count: 2 } });
});

test('two who look at the same time tell it once', async () => {
  const { alerts, send, look, told } = await watched();
  await alerts.create('default', 'r', BUSY);
  await send({ trace: 1 }, { trace: 2 });
  await Promise.all([look(60_000), look(0)]);
  await look();
  expect(told()).toEqual(['firing']);
});

test('a rule is compared with the week before, and what cannot be looked at says why and stays as it was', async () => {
  const { clock, alerts, send, look } = await watched();
  await send({ trace: 1 });
  clock.nowMs += 7 * 86_400_000;
  await alerts.create('default', 'r', {
    ...BUSY,
    condition: { kind: 'weekBefore', is: 'above', share: 0.5 },
    webhook: null,
  });
  await send({ trace: 2 }, { trace: 3 });
  await look();
  expect(await alerts.get('default', 'r')).toMatchObject({
    state: 'firing',
    reading: { value: 2, before: 1, count: 2 },
  });

  const metric = { kind: 'budget', scorerId: 'gone', of: 'calls' } as const;
  await alerts.replace('default', 'r', { ...BUSY, metric });
  await look();
  expect(await alerts.get('default', 'r')).toMatchObject({ state: 'noData', problem: 'there is no scorer gone' });
});

test('scores and budgets are watched as figures are', async () => {
  const { alerts, send, look } = await watched();
  await send({ trace: 1, attributes: { 'tracewright.output': '"x"' } });
  await alerts.create('default', 'r', {
    ...BUSY,
    metric: { kind: 'score', name: 'none', figure: 'mean' },
    minCount: 1,
  });
  await look();
  expect(await alerts.get('default', 'r')).toMatchObject({ state: 'noData', reading: { value: null, count: 0 } });
});
