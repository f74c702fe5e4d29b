import { expect, test } from 'vitest';
import { wholeApp } from '../../auth/whole-app.test.support.ts';
import type { Principal } from '../../authorize.ts';
import { attribute, SPAN_ID, sampleSpan, TRACE_ID } from '../../otlp/testing/sample-request.ts';

const ADMIN: Principal = {
  ...{ workspaceId: 'default', subject: 'root', scopes: ['ingest', 'read', 'write', 'admin'], via: 'key' },
};
const EMAIL = { name: 'EMAIL', kind: 'preset', value: 'email', action: 'mask' } as const;

async function opened() {
  let workspaceId = 'default';
  const { app, stores } = await wholeApp({ border: { authorize: async () => ({ ...ADMIN, workspaceId }) } });
  const ask = async (method: string, path: string, body?: object) => {
    const given = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await app.request(path, { method, ...given });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const names = async () =>
    (await ask('GET', '/api/v1/redaction/rules')).body.items.map((rule: { name: string }) => rule.name);
  const inWorkspace = (id: string): void => {
    workspaceId = id;
  };
  return { ask, names, stores, inWorkspace };
}

test('rules are added, changed and taken away, each in its own workspace', async () => {
  const { ask, names, inWorkspace } = await opened();
  const { status, body } = await ask('POST', '/api/v1/redaction/rules', EMAIL);
  expect([status, body]).toMatchObject([201, { ...EMAIL, keys: [], isEnabled: true }]);
  await ask('POST', '/api/v1/redaction/rules', { ...EMAIL, name: 'KEY', kind: 'pattern', value: 'k-\\d+' });
  const path = `/api/v1/redaction/rules/${body.id}`;
  expect((await ask('PUT', path, { ...EMAIL, name: 'MAIL', isEnabled: false })).body).toMatchObject({
    isEnabled: false,
  });
  expect(await names()).toEqual(['MAIL', 'KEY']);
  inWorkspace('other');
  expect(await names()).toEqual([]);
  expect([(await ask('PUT', path, EMAIL)).status, (await ask('DELETE', path)).status]).toEqual([404, 404]);
  inWorkspace('default');
  expect((await ask('DELETE', path)).status).toBe(204);
  expect(await names()).toEqual(['KEY']);
});

test('what is no rule is refused, and says why', async () => {
  const { ask, names } = await opened();
  const refused = await ask('POST', '/api/v1/redaction/rules', { ...EMAIL, kind: 'pattern', value: '(' });
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringMatching(/^value: .*missing/) } });
  expect((await ask('POST', '/api/v1/redaction/rules', { ...EMAIL, action: 'shout' })).status).toBe(400);
  expect(await names()).toEqual([]);
});

test('a dry run says what rules would hide in what is stored, with what is around it and without what is hidden', async () => {
  const { ask } = await opened();
  const attributes = [attribute('note', `${'x '.repeat(50)}mail b@x.org or a@x.org`), attribute('n', 'c@x.org')];
  const spans = [sampleSpan({ attributes }), sampleSpan({ spanId: '00000000000000aa' })];
  const scopeSpans = [{ spans }];
  expect((await ask('POST', '/v1/traces', { resourceSpans: [{ scopeSpans }] })).status).toBe(200);
  const rules = [
    { ...EMAIL, keys: ['note'] },
    { ...EMAIL, name: 'X', kind: 'pattern', value: 'xyz' },
  ];
  const { body } = await ask('POST', '/api/v1/redaction/dry-run', { rules });
  const place = { traceId: TRACE_ID, spanId: SPAN_ID, key: 'note' };
  expect(body).toEqual({
    ...{ traceCount: 1, spanCount: 2, redactedSpanCount: 1 },
    rules: [
      {
        ...{ name: 'EMAIL', matchCount: 2 },
        samples: [
          { ...place, text: `…${' x'.repeat(12)} mail [EMAIL] or [EMAIL]` },
          { ...place, text: `…${'x '.repeat(7)}mail [EMAIL] or [EMAIL]` },
        ],
      },
      { name: 'X', matchCount: 0, samples: [] },
    ],
  });
  expect((await ask('POST', '/api/v1/redaction/dry-run', { filter: "name = 'other'" })).body.traceCount).toBe(0);
  const detail = await ask('GET', `/api/v1/traces/${TRACE_ID}/spans/${SPAN_ID}`);
  expect(detail.status).toBe(200);
});

test('rules are put in another order, and refused one that leaves some out', async () => {
  const { ask, names } = await opened();
  const ids: string[] = [];
  for (const name of ['A', 'B', 'C']) {
    ids.push((await ask('POST', '/api/v1/redaction/rules', { ...EMAIL, name })).body.id);
  }
  const [a, b, c] = ids;
  const { body } = await ask('PUT', '/api/v1/redaction/order', { ids: [c, a, b] });
  expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['C', 'A', 'B']);
  expect(await ask('PUT', '/api/v1/redaction/order', { ids: [a, b] })).toMatchObject({
    body: { error_code: 'RESOURCE_CONFLICT' },
  });
  expect(await names()).toEqual(['C', 'A', 'B']);
});

test('rules are tried on a text: those that are in force, or others', async () => {
  const { ask } = await opened();
  await ask('POST', '/api/v1/redaction/rules', EMAIL);
  await ask('POST', '/api/v1/redaction/rules', { ...EMAIL, name: 'OFF', isEnabled: false });
  const tried = async (body: object) => (await ask('POST', '/api/v1/redaction/try', body)).body;
  expect(await tried({ text: 'a@x.org and b@x.org' })).toEqual({
    ...{ text: '[EMAIL] and [EMAIL]', rules: [{ name: 'EMAIL', matchCount: 2 }] },
  });
  const whole = { name: 'USER', kind: 'attribute', value: 'user.*', action: 'drop' } as const;
  expect(await tried({ text: 'ann', key: 'user.id', rules: [whole] })).toEqual({
    ...{ text: null, rules: [{ name: 'USER', matchCount: 1 }] },
  });
  expect(await tried({ text: 'ann', rules: [whole] })).toMatchObject({ text: 'ann', rules: [{ matchCount: 0 }] });
  expect(await tried({ text: 'x', rules: [{ ...EMAIL, kind: 'pattern', value: '(' }] })).toMatchObject({
    error_code: 'INVALID_PARAMETER_VALUE',
  });
});

test('a dry run says what is stored now where it is asked to', async () => {
  const { ask } = await opened();
  const spans = [sampleSpan({ attributes: [attribute('note', `write to b@x.org, ${'y'.repeat(300)}`)] })];
  expect((await ask('POST', '/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans }] }] })).status).toBe(200);
  const long = { ...EMAIL, name: 'Y', kind: 'pattern', value: 'y+' };
  const { body } = await ask('POST', '/api/v1/redaction/dry-run', { rules: [EMAIL, long], showsStored: true });
  const [email, y] = body.rules.map(({ samples }: { samples: readonly object[] }) => samples[0]);
  expect(email.stored).toEqual({ text: `write to b@x.org, ${'y'.repeat(28)}…`, start: 9, end: 16 });
  expect(y.stored.text).toBe(`write to [EMAIL], ${'y'.repeat(200)}…`);
});

test('a sample shows nothing of what other rules hide where it cuts that off', async () => {
  const { ask } = await opened();
  const text = `before ann-${'a'.repeat(40)}@x.org 4111111111111111 to somebody.with.a.long.name@mail.example.org today`;
  const spans = [sampleSpan({ attributes: [attribute('note', text)] })];
  expect((await ask('POST', '/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans }] }] })).status).toBe(200);
  const rules = [{ ...EMAIL, name: 'CARD', value: 'card' }, EMAIL];
  const { body } = await ask('POST', '/api/v1/redaction/dry-run', { rules });
  expect(body.rules[0].samples[0].text).toBe('…before [EMAIL] [CARD] to [EMAIL] today…');
});
