import type { AlertEvent, AlertPreview, AlertRule, DriftMonitor, DriftReading } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { Deliveries } from '../../alerts/deliveries.ts';
import { watchOnce } from '../../alerts/watch-alerts.ts';
import { compareSamples } from '../../monitors/drift-in-thread.ts';
import { onlineWorld } from '../../online/online-scoring.test.support.ts';
import { RULE } from '../../storage/tracking/alerts/alert-store.contract.ts';
import { testApp } from '../../testing/test-app.ts';
import type { AlertRouteDeps } from './alerts.ts';
import type { MonitorRouteDeps } from './monitors.ts';

const BUSY = {
  ...RULE,
  metric: { kind: 'traces', figure: 'count' },
  minCount: 0,
  condition: { ...RULE.condition, value: 1 },
};

async function opened() {
  const { clock, spans, stores, send } = await onlineWorld();
  const { notes, experiments, onlineScorers: scorers } = stores;
  let ids = 0;
  const told: string[] = [];
  const common = { newId: () => `id-${++ids}`, nowMs: () => clock.nowMs };
  const alerts: AlertRouteDeps = {
    ...{ ...common, alerts: stores.alerts, report: () => {} },
    metrics: { ...{ spans, notes, experiments, scorers, nowMs: common.nowMs }, drift: async () => undefined },
    webhooks: {
      send: async ({ body = '' }) => {
        told.push(body);
        return { status: 200, headers: {}, text: '' };
      },
      ...{ keys: [], env: {} },
    },
  };
  const unasked = () => Promise.reject(new Error('not asked'));
  const compare: MonitorRouteDeps['thread']['compare'] = (job) =>
    compareSamples(job, { detailOf: unasked as never, send: unasked, keys: { places: [], env: {} } });
  const monitors: MonitorRouteDeps = {
    ...common,
    spans,
    notes,
    experiments,
    monitors: stores.driftMonitors,
    thread: { compare },
  };
  const app = testApp({ api: { spans, alerts, monitors } });
  const ask = async <Answer>(method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await app.request(`/api/v1/${path}`, { method, ...init });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Answer };
  };
  const look = async () => {
    const deliveries = new Deliveries(alerts);
    await watchOnce(alerts, deliveries, new AbortController().signal);
    await deliveries.idle();
  };
  return { clock, send, ask, look, told };
}

test('a rule is made, looked at, silenced and removed; rules that fire stand first', async () => {
  const { ask, clock, look, send } = await opened();
  await send({ trace: 1 }, { trace: 2 });
  clock.nowMs += 1_000;
  await ask('POST', 'alerts', { ...BUSY, name: 'a quiet one', condition: { ...BUSY.condition, value: 100 } });
  const { status, body } = await ask<AlertRule>('POST', 'alerts', BUSY);
  expect([status, body.state, body.last]).toEqual([201, 'noData', null]);
  await look();
  const { items } = (await ask<{ readonly items: readonly AlertRule[] }>('GET', 'alerts')).body;
  expect(items.map(({ name, state }) => [name, state])).toEqual([
    ['slow', 'firing'],
    ['a quiet one', 'ok'],
  ]);
  const untilNs = '1767229200000000000';
  const silenced = await ask<AlertRule>('POST', `alerts/${body.id}/silence`, { untilNs });
  expect(silenced.body.silencedUntilNs).toBe(untilNs);
  expect((await ask('DELETE', `alerts/${body.id}`)).status).toBe(204);
  expect((await ask('PUT', `alerts/${body.id}`, BUSY)).status).toBe(404);
});

test('what cannot be watched is refused with the field that is wrong', async () => {
  const { ask } = await opened();
  const refused = async (given: object) => {
    const { status, body } = await ask<{ readonly message: string }>('POST', 'alerts', { ...BUSY, ...given });
    return [status, body.message];
  };
  expect(await refused({ everyMs: 1 })).toEqual([400, 'everyMs: is ten seconds to a day']);
  expect(await refused({ filter: 'nonsense =' })).toEqual([400, expect.stringContaining('filter:')]);
  const webhook = { url: 'file:///etc/passwd', secretName: null };
  expect(await refused({ webhook })).toEqual([400, expect.stringContaining('webhook.url')]);
});

test('a test tells the webhook at once, and stands in the history', async () => {
  const { ask, told } = await opened();
  const webhook = { url: 'https://hooks.test/alerts', secretName: null };
  const { id } = (await ask<AlertRule>('POST', 'alerts', { ...BUSY, webhook })).body;
  const tried = await ask<AlertEvent>('POST', `alerts/${id}/test`);
  expect(tried.body).toMatchObject({ kind: 'test', delivery: { state: 'delivered', status: 200, nextNs: null } });
  expect(told.map((body) => (JSON.parse(body) as { readonly event: string }).event)).toEqual(['test']);
  const { items } = (await ask<{ readonly items: readonly AlertEvent[] }>('GET', `alerts/${id}/events`)).body;
  expect(items).toEqual([tried.body]);
});

test('a preview says when a rule would have fired', async () => {
  const { clock, ask, send } = await opened();
  await send({ trace: 1 }, { trace: 2 });
  clock.nowMs += 3_600_000;
  const { name: _n, everyMs: _e, webhook: _w, isEnabled: _i, ...watched } = BUSY;
  const request = { ...watched, windowMs: 1_200_000, days: 1 };
  const { body } = await ask<AlertPreview>('POST', 'alerts/preview', request);
  expect(body).toMatchObject({ stepMs: 480_000, firings: 1 });
  expect(body.values.filter((value) => value === 2)).toHaveLength(
    body.states.filter((state) => state === 'firing').length,
  );
  expect(body.states.at(-1)).toBe('ok');
});

test('a monitor is measured before it is kept', async () => {
  const { ask } = await opened();
  const monitor = {
    ...{
      name: 'scores',
      subject: { kind: 'score', name: 'polite' },
      filter: '',
      windowMs: 3_600_000,
      everyMs: 3_600_000,
    },
    ...{ reference: { kind: 'before', lengthMs: 3_600_000 }, embeddings: null, isEnabled: true },
  };
  const { body } = await ask<DriftReading>('POST', 'monitors/preview', monitor);
  for (const { distance, note } of body.measures) {
    expect([distance, note]).toEqual([null, expect.stringContaining('not enough data')]);
  }
  expect(body.measures.length).toBeGreaterThan(0);
  const made = await ask<DriftMonitor>('POST', 'monitors', monitor);
  expect([made.status, made.body.readings]).toEqual([201, []]);
  expect((await ask('PUT', `monitors/${made.body.id}`, { ...monitor, everyMs: 1 })).status).toBe(400);
  expect((await ask('DELETE', `monitors/${made.body.id}`)).status).toBe(204);
});
