import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROUTE_PERMISSIONS } from './route-permissions.ts';
import { routeTableText } from './route-table.test.support.ts';
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

test('the document of all routes says what the table says', () => {
  const file = join(import.meta.dirname, 'ROUTES.md');
  const text = routeTableText(ROUTE_PERMISSIONS);
  if (process.env.UPDATE_ROUTES) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8'), 'UPDATE_ROUTES=1 writes it anew').toBe(text);
});
