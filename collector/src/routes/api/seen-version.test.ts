import type { DriftMonitor } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { administrator, browserOf, person } from '../../auth/people.test.support.ts';
import { wholeApp } from '../../auth/whole-app.test.support.ts';
import { RULE as ALERT } from '../../storage/tracking/alerts/alert-store.contract.ts';

const MAIL = { name: 'MAIL', kind: 'preset', value: 'email', action: 'mask' };
const MONITOR: Partial<DriftMonitor> = {
  ...{ name: 'asked', subject: { kind: 'prompts' }, filter: '', windowMs: 60_000, everyMs: 60_000 },
  ...{ reference: { kind: 'before', lengthMs: 60_000 }, embeddings: null, isEnabled: true },
};
const SCORER = {
  ...{ name: 'polite', filter: '', sampleRate: 1, delayMs: 0, budget: { calls: null, usd: null }, isEnabled: true },
  rule: { kind: 'contains', texts: ['thank'], mode: 'any', ignoreCase: true },
};

test('of two who change or remove the same row as they have seen it the later one is told, and changes nothing', async () => {
  const { app, auth } = await wholeApp();
  const headers = await browserOf(auth, await administrator(auth));
  const ask = async (method: string, path: string, body?: object) => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await app.request(`/api/v1/${path}`, init);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  for (const [place, row] of [
    ['redaction/rules', MAIL],
    ['alerts', ALERT],
    ['monitors', MONITOR],
    ['online/scorers', SCORER],
  ] as const) {
    const made = await ask('POST', place, row);
    expect([place, made.status, made.body.message]).toEqual([place, 201, undefined]);
    const path = `${place}/${made.body.id}`;
    const seen = `${path}?updatedNs=${made.body.updatedNs}`;
    const first = await ask('PUT', seen, { ...row, name: 'first' });
    expect([place, first.status]).toEqual([place, 200]);
    // Within the same millisecond, too.
    expect(BigInt(first.body.updatedNs)).toBeGreaterThan(BigInt(made.body.updatedNs));
    const second = await ask('PUT', seen, { ...row, name: 'second' });
    expect(second).toMatchObject({ status: 409, body: { error_code: 'RESOURCE_CONFLICT' } });
    expect((await ask('DELETE', seen)).status).toBe(409);
    const [found] = (await ask('GET', place)).body.items;
    expect(found).toMatchObject({ name: 'first', updatedNs: first.body.updatedNs });
    expect((await ask('PUT', `${path}?updatedNs=soon`, row)).status).toBe(400);
    expect((await ask('PUT', path, { ...row, name: 'whatever is there' })).status).toBe(200);
    const { updatedNs } = (await ask('GET', place)).body.items[0];
    expect((await ask('DELETE', `${path}?updatedNs=${updatedNs}`)).status).toBe(204);
  }
});

test('a role or a permission is set only over the one that was seen', async () => {
  const { app, auth } = await wholeApp();
  const headers = await browserOf(auth, await administrator(auth));
  await person(auth, 'ann');
  const put = async (path: string, body: object) =>
    (await app.request(`/api/v1/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) })).status;
  const role = (to: string, seen: string | null) => put('members/ann', { role: to, seen });
  expect([await role('viewer', null), await role('admin', null), await role('editor', 'viewer')]).toEqual([
    ...[200, 409, 200],
  ]);
  expect(await role('admin', 'viewer')).toBe(409);
  const may = (permission: string | null, seen: string | null) =>
    put('permissions', { kind: 'experiment', of: '0', user: 'ann', permission, seen });
  expect([await may('READ', 'EDIT'), await may('READ', null), await may('EDIT', null)]).toEqual([409, 204, 409]);
  expect([await may('EDIT', 'READ'), await may('MANAGE', 'READ'), await may(null, 'READ')]).toEqual([204, 409, 409]);
  expect(await may(null, 'EDIT')).toBe(204);
});
