import { expect, test } from 'vitest';
import { ROUTE_PERMISSIONS } from '../auth/route-permissions.ts';
import type { Principal } from '../authorize.ts';
import { RULE } from '../storage/tracking/alerts/alert-store.contract.ts';
import { MONITOR } from '../storage/tracking/drift/drift-monitor-store.contract.ts';
import { SCORER } from '../storage/tracking/online/online-store.contract.ts';
import { everyRequest } from './every-request.test.support.ts';
import { member, PLANTED, ROOT, sharedWorld, type World } from './shared-world.test.support.ts';

const ANN = member('ann');

/** Who may not see what is Bob's, and how that was said. */
const KEPT_OUT: readonly (readonly [string, Readonly<Record<string, string>>, (world: World) => Promise<Principal>])[] =
  [
    [
      'a member to whom it was denied',
      {},
      async ({ stores, bobs }) => {
        const of = { userId: 'ann', permission: 'NO_PERMISSIONS' } as const;
        await stores.permissions.grant('default', { ...of, kind: 'experiment', resource: bobs.experimentId });
        for (const resource of [bobs.modelName, `${PLANTED}-prompt`]) {
          await stores.permissions.grant('default', { ...of, kind: 'registered_model', resource });
        }
        return ANN;
      },
    ],
    [
      'a key for another experiment',
      {},
      async ({ anns }) => {
        const { userId: _, ...key } = member('key');
        return { ...key, via: 'key', keyId: 'k', experiments: [anns.experimentId] };
      },
    ],
    [
      'a member where nothing is given by itself',
      { TRACEWRIGHT_DEFAULT_PERMISSION: 'NO_PERMISSIONS' },
      async ({ stores, anns }) => {
        const of = { userId: 'ann', permission: 'MANAGE' } as const;
        await stores.permissions.grant('default', { ...of, kind: 'experiment', resource: anns.experimentId });
        await stores.permissions.grant('default', { ...of, kind: 'registered_model', resource: anns.modelName });
        return ANN;
      },
    ],
  ];

/** Writes that refuse nothing: they make what is one's own, take what is empty, or delete what one may of what is asked. */
const REFUSING_NOTHING = [
  ...['/experiments/create', '/registered-models/create', '/runs/create', '/v1/logs', '/v1/traces'],
  ...['/traces/delete', '/traces/delete-traces'],
];

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? KEPT_OUT.slice(0, 2) : KEPT_OUT)(
  '%s sees nothing of it by any route, and changes nothing',
  async (_, env, enter) => {
    const world = await sharedWorld(env);
    const who = await enter(world);
    const bob = await bobAlone(world);
    const before = await all(world, bob);
    expect(before.join('')).toContain(PLANTED);

    for (const request of everyRequest(world.bobs, ['read'])) {
      const { method, path, body } = request;
      const { status, text } = await world.ask(who, method, path, body);
      const what = `${method} ${path} ${JSON.stringify(body)}: ${status}`;
      expect(status, what).toBeLessThan(500);
      expect(status < 400 ? text : withoutEcho(text, request), what).not.toContain(PLANTED);
      if (status === 200) expect(text, what).not.toContain(world.bobs.runId);
    }
    for (const { method, path, body, isAbout } of everyRequest(world.bobs, ['write', 'ingest'])) {
      const { status, text } = await world.ask(who, method, path, body);
      const isTaken = REFUSING_NOTHING.some((end) => path.split('?')[0]!.endsWith(end));
      // What does not make sense as it stands would be refused to Bob as well.
      const refusals = isAbout ? [403, 404] : [400, 403, 404];
      if (!isTaken) expect(refusals, `${method} ${path}: ${status} ${text}`).toContain(status);
      expect(status, `${method} ${path}: ${text}`).toBeLessThan(500);
    }

    expect(await all(world, bob)).toEqual(before);
  },
);

test('totals and cursors count what may be seen, and pages are full', async () => {
  const world = await sharedWorld({ TRACEWRIGHT_DEFAULT_PERMISSION: 'NO_PERMISSIONS' });
  const { stores, anns, ask } = world;
  await stores.permissions.grant('default', {
    ...{ userId: 'ann', kind: 'experiment', resource: anns.experimentId, permission: 'READ' },
  });
  const told = async (method: string, path: string, body?: unknown) =>
    JSON.parse((await ask(ANN, method, path, body)).text);

  expect(await told('GET', '/api/v1/traces')).toMatchObject({ total: 1, items: [{ traceId: anns.traceId }] });
  expect(await told('GET', '/api/v1/spans')).toMatchObject({ total: 1 });
  expect(await told('GET', '/api/v1/sessions')).toMatchObject({ total: 1 });
  expect(await told('GET', '/api/v1/data-quality')).toMatchObject({ traceCount: 1, spanCount: 1 });
  expect(await told('GET', '/api/v1/settings')).toMatchObject({ storage: { traceCount: 1, spanCount: 1, bytes: 0 } });
  expect(await told('GET', '/api/v1/aggregates?of=traces')).toMatchObject({ groups: [{ count: 1 }] });
  expect(await told('GET', `/api/v1/experiments/${world.bobs.experimentId}/run-count`)).toEqual({ total: 0 });

  // Default and Bob's are left out, however small the page, and nothing is said to follow.
  const page = await told('POST', '/api/2.0/mlflow/experiments/search', { max_results: 1 });
  expect(page.experiments.map((each: { name: string }) => each.name)).toEqual(['ann-experiment']);
  expect(page.next_page_token).toBeUndefined();
});

test('what others send is not told to those who listen', async () => {
  const world = await sharedWorld({ TRACEWRIGHT_DEFAULT_PERMISSION: 'NO_PERMISSIONS' });
  const { stores, anns, bobs } = world;
  await stores.permissions.grant('default', {
    ...{ userId: 'ann', kind: 'experiment', resource: anns.experimentId, permission: 'READ' },
  });
  const heard = await world.listen(ANN, '/api/v1/live?cursor=0', anns.traceId);
  expect(heard).not.toContain(PLANTED);
  expect(heard).not.toContain(bobs.traceId);
});

test('whoever listens is told what they may see by now', async () => {
  const world = await sharedWorld();
  const { stores, anns, bobs, ask } = world;
  const act = async () => {
    await stores.permissions.grant('default', {
      ...{ userId: 'ann', kind: 'experiment', resource: bobs.experimentId, permission: 'NO_PERMISSIONS' },
    });
    // Said past the routes: with the next change that a route makes it holds at once.
    await ask(ROOT, 'POST', '/api/2.0/mlflow/registered-models/create', { name: 'another' });
    await ask(ROOT, 'POST', '/v1/traces', oneSpan('c'), { 'x-mlflow-experiment-id': bobs.experimentId });
    await ask(ROOT, 'POST', '/v1/traces', oneSpan('d'), { 'x-mlflow-experiment-id': anns.experimentId });
  };
  const heard = await world.listen(ANN, '/api/v1/live?cursor=0', 'd'.repeat(32), { after: bobs.traceId, act });
  expect(heard).toContain(bobs.traceId);
  expect(heard).not.toContain('c'.repeat(32));
});

test('spans are taken for experiments alone that their sender may write to', async () => {
  const { stores, ask, anns, bobs } = await sharedWorld();
  const key: Principal = { ...member('app'), via: 'key', scopes: ['ingest'], experiments: [anns.experimentId] };
  const send = (headers: Readonly<Record<string, string>>, trace: string) =>
    ask(key, 'POST', '/v1/traces', oneSpan(trace), headers);
  expect((await send({ 'x-mlflow-experiment-id': bobs.experimentId }, 'c')).status).toBe(404);
  expect((await send({ 'x-tracewright-experiment': `${PLANTED}-experiment` }, 'd')).status).toBe(403);
  expect((await send({ 'x-mlflow-run-id': bobs.runId }, 'e')).status).toBe(404);
  // Whatever they say of themselves, they go where the key is for.
  expect((await send({}, 'f')).status).toBe(200);

  const found = await ask(ROOT, 'GET', '/api/v1/traces');
  const rows = JSON.parse(found.text).items as readonly { readonly traceId: string; readonly experimentId: string }[];
  expect(rows.find(({ traceId }) => traceId === 'f'.repeat(32))?.experimentId).toBe(anns.experimentId);
  expect(rows).toHaveLength(3);
  expect(await stores.experiments.list('default')).toHaveLength(3);
});

test('no spans and no log records are added to traces that their sender may not write to', async () => {
  const { ask, anns, bobs } = await sharedWorld();
  const key: Principal = { ...member('app'), via: 'key', scopes: ['ingest'], experiments: [anns.experimentId] };
  const own = oneSpan('f');
  const added = {
    resourceSpans: [...own.resourceSpans, { scopeSpans: [{ spans: [spanOf(bobs.traceId), spanOf('f'.repeat(32))] }] }],
  };
  const sent = await ask(key, 'POST', '/v1/traces', added);
  expect([sent.status, JSON.parse(sent.text).partialSuccess]).toMatchObject([200, { rejectedSpans: '1' }]);
  const event = { eventName: 'gen_ai.user.message', timeUnixNano: '2', body: { stringValue: 'put there' } };
  const record = { ...event, traceId: bobs.traceId, spanId: '1'.repeat(16) };
  const logged = await ask(key, 'POST', '/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
  expect([logged.status, JSON.parse(logged.text).partialSuccess]).toMatchObject([200, { rejectedLogRecords: '1' }]);

  const seen = async (traceId: string) => JSON.parse((await ask(ROOT, 'GET', `/api/v1/traces/${traceId}`)).text);
  expect(await seen('f'.repeat(32))).toMatchObject({ spanCount: 2 });
  expect(await seen(bobs.traceId)).toMatchObject({ spanCount: 1 });
});

test('what watches a workspace is shown to nobody who may not see all of it, and changed by nobody who may not change it', async () => {
  const { stores, ask, bobs } = await sharedWorld({}, { hasOnline: true });
  await stores.permissions.grant('default', {
    ...{ userId: 'ann', kind: 'experiment', resource: bobs.experimentId, permission: 'NO_PERMISSIONS' },
  });
  const [scorer, monitor, rule] = [SCORER, MONITOR, RULE].map((one) => ({ ...one, name: `${PLANTED}-watches` }));
  await stores.onlineScorers.create('default', 'id', scorer as typeof SCORER);
  await stores.driftMonitors.create('default', 'id', monitor as typeof MONITOR);
  await stores.alerts.create('default', 'id', rule as typeof RULE);
  const backfill = { filter: '', fromNs: '1', toNs: '2', isDry: true };
  const drift = { ...RULE, metric: { kind: 'drift', monitorId: 'id', measure: 'length' }, days: 1 };
  const bodies = { '/backfill': backfill, '/silence': { untilNs: null }, '/alerts/preview': drift };
  // What scorers and monitors are tried on is what she may see herself.
  const asked = Object.keys(ROUTE_PERMISSIONS).filter(
    (route) => /v1\/(online|monitors|alerts)/.test(route) && !/(scorers|monitors)\/preview$/.test(route),
  );
  expect(asked.length).toBeGreaterThan(14);
  for (const route of asked) {
    const [method = '', pattern = ''] = route.split(' ');
    const [, special] = Object.entries(bodies).find(([end]) => pattern.endsWith(end)) ?? [];
    const own = pattern.includes('online') ? SCORER : pattern.includes('monitors') ? MONITOR : RULE;
    const body = method === 'GET' || method === 'DELETE' ? undefined : (special ?? own);
    const path = pattern.replace(':id', 'id');
    const { status, text } = await ask(ANN, method, path, body);
    expect(text, route).not.toContain(PLANTED);
    expect([route, status, text]).toEqual([route, 403, text]);
    if (pattern.endsWith('s') && method === 'GET' && !pattern.includes(':id')) {
      expect((await ask(ROOT, method, path)).text, route).toContain(PLANTED);
    }
  }
});

/** One more span of a trace. */
function spanOf(traceId: string): object {
  return { traceId, spanId: '2'.repeat(16), name: 's', startTimeUnixNano: '1', endTimeUnixNano: '2' };
}

/** Says of itself that it is Bob's. @param digit of which its trace's id consists */
function oneSpan(digit: string): { readonly resourceSpans: readonly object[] } {
  const span = { traceId: digit.repeat(32), spanId: '1'.repeat(16), name: 's' };
  const spans = [{ ...span, startTimeUnixNano: '1', endTimeUnixNano: '2' }];
  const value = { stringValue: `${PLANTED}-experiment` };
  return {
    resourceSpans: [{ resource: { attributes: [{ key: 'tracewright.experiment', value }] }, scopeSpans: [{ spans }] }],
  };
}

/** Bob, who sees what is his and nothing else, so that what others make beside it does not matter. */
async function bobAlone({ stores, bobs }: World): Promise<Principal> {
  const kinds = { experiment: [bobs.experimentId], registered_model: [bobs.modelName, `${PLANTED}-prompt`] } as const;
  for (const kind of ['experiment', 'registered_model'] as const) {
    await stores.permissions.grant('default', { userId: 'bob', kind, resource: '*', permission: 'DENY' });
    for (const resource of kinds[kind]) {
      await stores.permissions.grant('default', { userId: 'bob', kind, resource, permission: 'MANAGE' });
    }
  }
  return member('bob');
}

/** What Bob's things look like to him. */
async function all({ ask, bobs }: World, who: Principal): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const { method, path, body } of everyRequest(bobs, ['read'])) {
    answers.push(`${method} ${path}\n${(await ask(who, method, path, body)).text}`);
  }
  return answers;
}

/** Refusals name what was asked for: that is no news. */
function withoutEcho(text: string, { path, body }: { readonly path: string; readonly body?: unknown }): string {
  const asked = `${path} ${JSON.stringify(body ?? '')}`;
  return text.replace(new RegExp(`${PLANTED}[-\\w.]*`, 'g'), (word) => (asked.includes(word) ? '' : word));
}
