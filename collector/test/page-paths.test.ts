import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PAGE_PATHS } from '../src/routes/page-paths.ts';

const VIEWER = new URL('../../packages/viewer/src/', import.meta.url);

const matches = async (file: string, pattern: RegExp) =>
  [...(await readFile(new URL(file, VIEWER), 'utf8')).matchAll(pattern)].flatMap(([, found]) => found ?? []);

test('every address of the viewer’s pages can be loaded anew, and none is served that the viewer does not have', async () => {
  const routes = await matches('app.tsx', /<Route path="([^"]+)"/g);
  const settings = await matches('team/team-pages.tsx', /^ {2}(\w+): \w+Page,$/gm);
  expect(settings.length).toBeGreaterThan(5);
  const pages = [
    ...routes.filter((path) => path !== '/settings/:page'),
    ...settings.map((page) => `/settings/${page}`),
    '/sign-in',
  ];
  expect([...PAGE_PATHS].sort()).toEqual(pages.sort());
});
