import { expect, test } from 'vitest';
import { wholeApp } from '../../auth/whole-app.test.support.ts';
import { sampleSpan } from '../../otlp/testing/sample-request.ts';

async function opened() {
  const { app, stores, clock } = await wholeApp();
  const ask = async (method: string, path: string, body?: object) => {
    const given = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await app.request(path, { method, ...given });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { ask, stores, clock };
}

test('an erasure is asked for, waits to be done, and does not say whom it is about, nor does the audit log', async () => {
  const { ask, stores, clock } = await opened();
  const { status, body } = await ask('POST', '/api/v1/privacy/erasures', {
    of: 'user',
    value: 'ann@x.org',
    watchDays: 2,
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({
    ...{ of: 'user', state: 'waiting', isDryRun: false, counts: { traces: 0 }, finishedNs: null },
    watchedUntilNs: String(BigInt(clock.nowMs + 2 * 86_400_000) * 1_000_000n),
  });
  expect((await stores.erasures.unfinished()).map(({ subject, of }) => [of, subject])).toEqual([['user', 'ann@x.org']]);
  expect((await ask('GET', `/api/v1/privacy/erasures/${body.id}`)).body).toEqual(body);
  expect((await ask('GET', '/api/v1/privacy/erasures')).body.items).toEqual([body]);
  const log = (await ask('GET', '/api/v1/audit?action=privacy.erase')).body;
  expect(log.items).toMatchObject([{ object: `privacy/erasures/${body.id} of a user`, outcome: 'done' }]);
  expect(JSON.stringify([body, log])).not.toContain('ann');
  expect((await ask('GET', '/api/v1/privacy/erasures/none')).status).toBe(404);
});

test.each([{}, { of: 'user', value: '' }, { of: 'team', value: 'x' }, { of: 'user', value: 'x', watchDays: -1 }])(
  '%j is nothing that can be erased',
  async (body) => {
    const { ask, stores } = await opened();
    expect((await ask('POST', '/api/v1/privacy/erasures', body)).status).toBe(400);
    expect(await stores.erasures.unfinished()).toEqual([]);
  },
);

test('an experiment gets a rule of its own for how long its traces are kept, and loses it', async () => {
  const { ask } = await opened();
  const { body } = await ask('PUT', '/api/v1/privacy/retention/0?updatedNs=0', { days: 7 });
  expect(body).toMatchObject({ experimentId: '0', days: 7 });
  expect((await ask('PUT', '/api/v1/privacy/retention/0?updatedNs=0', { days: 9 })).status).toBe(409);
  const seen = `/api/v1/privacy/retention/0?updatedNs=${body.updatedNs}`;
  expect((await ask('PUT', seen, { days: null })).status).toBe(200);
  expect([(await ask('PUT', seen, { days: 9 })).status, (await ask('DELETE', seen)).status]).toEqual([409, 409]);
  expect((await ask('GET', '/api/v1/privacy/retention')).body.items).toMatchObject([{ experimentId: '0', days: null }]);
  expect((await ask('PUT', '/api/v1/privacy/retention/77', { days: 7 })).status).toBe(404);
  expect((await ask('PUT', '/api/v1/privacy/retention/0', { days: 0 })).status).toBe(400);
  expect((await ask('DELETE', '/api/v1/privacy/retention/0')).status).toBe(204);
  expect((await ask('DELETE', '/api/v1/privacy/retention/0')).status).toBe(404);
});

test('what a rule of retention would delete is told before it is set', async () => {
  const { ask, clock } = await opened();
  const endTimeUnixNano = String(BigInt(clock.nowMs - 10 * 86_400_000) * 1_000_000n);
  const old = { startTimeUnixNano: endTimeUnixNano, endTimeUnixNano };
  const resource = { attributes: [] };
  const spans = [sampleSpan(old)];
  expect((await ask('POST', '/v1/traces', { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] })).status).toBe(
    200,
  );
  const preview = async (query: string) => ask('GET', `/api/v1/privacy/retention/preview?${query}`);
  expect((await ask('PUT', '/api/v1/privacy/retention/0', { days: 9 })).status).toBe(200);
  for (const [query, items] of [
    ['', [{ experimentId: '0', traceCount: 1, isEstimate: false }]],
    ['?experimentIds=1,0', [{ experimentId: '0', traceCount: 1, isEstimate: false }]],
    ['?experimentIds=1', []],
  ] as const) {
    expect((await ask('GET', `/api/v1/privacy/retention/due${query}`)).body).toEqual({ items });
  }
  expect((await preview('experimentId=0&days=9')).body).toEqual({ traceCount: 1, isEstimate: false });
  expect((await preview('experimentId=0&days=11')).body).toEqual({ traceCount: 0, isEstimate: false });
  expect((await preview('experimentId=77&days=9')).body).toEqual({ traceCount: 0, isEstimate: false });
  expect((await preview('experimentId=0&days=0')).status).toBe(400);
  expect((await preview('experimentId=0')).status).toBe(400);
});
