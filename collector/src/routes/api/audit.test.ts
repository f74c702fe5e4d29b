import { expect, test } from 'vitest';
import { wholeApp } from '../../auth/whole-app.test.support.ts';
import type { Principal } from '../../authorize.ts';

const ANN: Principal = {
  ...{ workspaceId: 'default', subject: 'ann', scopes: ['read', 'write', 'admin'], isAdmin: true, via: 'basic' },
};

async function audited(principal: Principal = ANN) {
  const { app, stores } = await wholeApp({ border: { authorize: async () => principal } });
  const ask = async (path: string, init?: RequestInit) => await app.request(path, init);
  const post = (path: string, body: object) =>
    ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const entries = async (query = '') => {
    const answer = await ask(`/api/v1/audit?action=experiment.*${query}`);
    return ((await answer.json()) as { items: Record<string, unknown>[] }).items;
  };
  return { ask, post, entries, stores };
}

test('a change is noted with who, what and what became of it, and nothing of what was written', async () => {
  const { post, entries } = await audited();
  await post('/api/2.0/mlflow/experiments/create', { name: 'bot', tags: [{ key: 'k', value: 'a secret' }] });
  await post('/api/2.0/mlflow/experiments/delete', { experiment_id: '77' });
  const [failed, made] = await entries();
  expect(made).toMatchObject({
    ...{ action: 'experiment.create', object: 'experiments/create name=bot', subject: 'ann', via: 'basic' },
    ...{ outcome: 'done', status: 200, seq: 1 },
  });
  expect(failed).toMatchObject({ object: 'experiments/delete experiment_id=77', outcome: 'failed', status: 404 });
  expect(JSON.stringify([failed, made])).not.toContain('a secret');
  expect(await entries('&outcome=failed')).toEqual([failed]);
});

test('what somebody may not do is noted as refused, with who they are', async () => {
  const { post, stores } = await audited({ ...ANN, scopes: ['read'], isAdmin: false });
  expect((await post('/api/2.0/mlflow/experiments/create', { name: 'bot' })).status).toBe(403);
  await expect.poll(() => stores.audit.scan('default', 0, 9)).toMatchObject([{ outcome: 'refused', subject: 'ann' }]);
});

test('the log is asked for page by page, verified and written out; asking for it is noted as well', async () => {
  const { ask, post } = await audited();
  for (const name of ['=cmd()', 'b', 'c']) await post('/api/2.0/mlflow/experiments/create', { name });
  const first = (await (await ask('/api/v1/audit?limit=2&action=experiment.create')).json()) as {
    items: { object: string; seq: number; hash: string }[];
    nextCursor: string;
  };
  expect(first.items.map(({ object }) => object.split('=').at(-1))).toEqual(['c', 'b']);
  const rest = await (await ask(`/api/v1/audit?action=experiment.create&cursor=${first.nextCursor}`)).json();
  expect(rest).toMatchObject({ items: [{ seq: 1 }], nextCursor: null });
  const head = `${first.items[0]!.seq}:${first.items[0]!.hash}`;
  expect(await (await ask(`/api/v1/audit/verify?head=${head}`)).json()).toMatchObject({ isWhole: true, unclosed: [] });
  const anchor = `3:${'0'.repeat(64)}`;
  expect(await (await ask(`/api/v1/audit/verify?head=${anchor}`)).json()).toMatchObject({ isWhole: false });
  const lines = (await (await ask('/api/v1/audit/export')).text()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).action).slice(0, 5)).toEqual([
    ...['experiment.create', 'experiment.create', 'experiment.create', 'audit.read', 'audit.read'],
  ]);
  const csv = await (await ask('/api/v1/audit/export?format=csv')).text();
  expect(csv.split('\r\n')[0]).toMatch(/^seq,atNs,action,object,subject/);
});

test.each(['cursor=0', 'head=1', 'limit=0', 'outcome=maybe', 'from=yesterday'])('%s is refused', async (query) => {
  const { ask } = await audited();
  const path = query.startsWith('head') ? '/api/v1/audit/verify' : '/api/v1/audit';
  expect((await ask(`${path}?${query}`)).status).toBe(400);
});
