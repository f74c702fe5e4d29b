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
