import { expect, test } from 'vitest';
import { ROUTE_PERMISSIONS } from './route-permissions.ts';
import { wholeApp } from './whole-app.test.support.ts';

/** What is mounted for every method and only passes on. */
const MIDDLEWARE = ['ALL /*', 'ALL /api/v1/*'];

test('every route has an entry, and every entry a route', async () => {
  const { app } = await wholeApp();
  const registered = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  for (const passing of MIDDLEWARE) registered.delete(passing);
  const entries = Object.keys(ROUTE_PERMISSIONS);
  expect(
    [...registered].filter((route) => !entries.includes(route)),
    'routes without an entry',
  ).toEqual([]);
  expect(
    entries.filter((entry) => !registered.has(entry)),
    'entries without a route',
  ).toEqual([]);
});

test('a route that is in no table is for nobody', async () => {
  const { app } = await wholeApp();
  app.get('/api/v1/forgotten', (c) => c.text('secret'));
  const answer = await app.request('/api/v1/forgotten');
  expect(answer.status).toBe(403);
  expect(await answer.text()).not.toContain('secret');
});
