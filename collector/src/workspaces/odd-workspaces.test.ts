import { expect, test } from 'vitest';
import { wholeApp } from '../auth/whole-app.test.support.ts';

const ODD = [
  ...['..', '.', '../default', 'default/', 'default/../default', 'DEFAULT', 'Default', 'default,default', '"default"'],
  ...['%64efault', 'default%00', '%2e%2e%2fdefault', '*', '__proto__', 'constructor', 'tostring', '.payloads-default'],
  ...['x'.repeat(500), 'd\u00e9fault', 'null', 'undefined', '0', "default' OR '1'='1", 'default;team'],
];

test('a request about a workspace that nobody can make is told that there is none', async () => {
  const { app } = await wholeApp();
  for (const id of ODD) {
    for (const [method, path] of [
      ['GET', '/api/v1/traces'],
      ['GET', '/api/2.0/mlflow/experiments/get?experiment_id=0'],
      ['POST', '/v1/traces'],
    ] as const) {
      const headers = { 'x-mlflow-workspace': id, 'content-type': 'application/json' };
      const answer = await app.request(path, { method, headers, ...(method === 'POST' && { body: '{}' }) });
      expect(answer.status, `${method} ${path} about ${id}`).toBe(404);
    }
    // A cookie that cannot be read names nothing.
    const answer = await app.request('/api/v1/traces', { headers: { cookie: `tracewright_workspace=${id}` } });
    expect([200, 404], id).toContain(answer.status);
  }
});

test('a workspace may be called as anything else is, and has nothing of others', async () => {
  const { app, stores } = await wholeApp();
  await stores.experiments.create('default', { name: 'support-bot' });
  for (const id of ['traces', 'v1', 'mlflow', 'health', 'constructor', 'default-2', '00']) {
    const body = JSON.stringify({ id });
    const headers = { 'content-type': 'application/json' };
    expect((await app.request('/api/v1/workspaces', { method: 'POST', headers, body })).status, id).toBe(201);
    const search = await app.request('/api/2.0/mlflow/experiments/search?max_results=10', {
      headers: { 'x-mlflow-workspace': id },
    });
    const { experiments } = (await search.json()) as { experiments: readonly { readonly name: string }[] };
    expect(experiments.map(({ name }) => name)).toEqual(['Default']);
    expect(await (await app.request(`/api/v1/workspaces/${id}`)).json()).toMatchObject({ id, state: 'active' });
  }
});
