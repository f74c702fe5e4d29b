import { CHANGE_HEADER } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { administrator, browserOf, person, programWith } from './people.test.support.ts';
import type { Need } from './route-permission.ts';
import { ROUTE_PERMISSIONS } from './route-permissions.ts';
import { wholeApp } from './whole-app.test.support.ts';

/** Who gets past the border, by what a route needs. `page` is read without asking who. */
const ALLOWED: Readonly<Record<Exclude<Need, 'public' | 'page'>, readonly string[]>> = {
  known: ['ingest key', 'read key', 'outsider', 'viewer', 'editor', 'admin', 'administrator'],
  ingest: ['ingest key', 'editor', 'admin', 'administrator'],
  read: ['read key', 'viewer', 'editor', 'admin', 'administrator'],
  write: ['editor', 'admin', 'administrator'],
  admin: ['admin', 'administrator'],
  installation: ['administrator'],
};

test('every route lets in whom its entry says, and nobody else', async () => {
  // Nothing behind the border is asked: who gets there is told so.
  const reached = new ApiError('NOT_IMPLEMENTED', 'reached');
  const { app, auth } = await wholeApp({
    border: {
      enter: async () => {
        throw reached;
      },
    },
  });
  const root = await administrator(auth);
  const people: Record<string, Record<string, string>> = {
    nobody: {},
    'ingest key': (await programWith(auth, ['ingest'])).headers,
    'read key': (await programWith(auth, ['read'])).headers,
    outsider: await browserOf(auth, await person(auth, 'outsider')),
    viewer: await browserOf(auth, await person(auth, 'viewer', { default: 'viewer' })),
    editor: await browserOf(auth, await person(auth, 'editor', { default: 'editor' })),
    admin: await browserOf(auth, await person(auth, 'admin', { default: 'admin' })),
    administrator: await browserOf(auth, root),
  };
  for (const [route, { needs }] of Object.entries(ROUTE_PERMISSIONS)) {
    const [pattern = '', path = ''] = route.split(' ');
    const method = pattern === 'ALL' ? 'OPTIONS' : pattern;
    const address = path.replace(/:\w+/g, '1').replace('*', 'x');
    for (const [who, headers] of Object.entries(people)) {
      const { status } = await app.request(address, { method, headers: { ...headers, [CHANGE_HEADER]: '1' } });
      const isOpen = needs === 'page' || needs === 'public';
      if (isOpen) expect([401, 403], `${route} as ${who}`).not.toContain(status);
      else if (ALLOWED[needs].includes(who)) expect(status, `${route} as ${who}`).toBe(501);
      else expect(status, `${route} as ${who}`).toBe(who === 'nobody' ? 401 : 403);
    }
  }
});
